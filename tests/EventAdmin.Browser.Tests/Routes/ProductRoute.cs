namespace EventAdmin.Browser.Tests.Routes;

/// <summary>An address at which a page of the product is held to its gates.</summary>
/// <param name="Template">The route that the page declares.</param>
/// <param name="Path">An address of that route, with what selects data in the query.</param>
/// <param name="Title">What the tab's title holds.</param>
public sealed record ProductRoute(string Template, string Path, string Title)
{
    /// <summary>In the name of a test.</summary>
    public override string ToString() => Path;
}
