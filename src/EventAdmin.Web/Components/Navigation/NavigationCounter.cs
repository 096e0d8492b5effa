namespace EventAdmin.Web.Components.Navigation;

/// <summary>Tells the first page of a circuit, where the browser places focus, from later ones, where the page's heading takes it.</summary>
public sealed class NavigationCounter
{
    private int _arrivals;

    /// <summary>True for every heading after the first.</summary>
    public bool CountArrival() => _arrivals++ > 0;
}
