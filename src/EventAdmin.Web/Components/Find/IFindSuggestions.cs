namespace EventAdmin.Web.Components.Find;

/// <summary>Where the find box gets its hits. The Find feature implements and registers it; without one the box only leads to the find page.</summary>
public interface IFindSuggestions
{
    /// <summary>Groups as they become known. Cancelled when the text changes.</summary>
    IAsyncEnumerable<FindSuggestionGroup> SuggestAsync(FindQuestion question, CancellationToken cancellationToken);
}
