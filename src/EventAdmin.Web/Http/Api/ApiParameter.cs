namespace EventAdmin.Web.Http.Api;

/// <summary>Where a parameter stands.</summary>
internal enum ApiParameterPlace
{
    Path,
    Query,
    Header,
}

/// <summary>One parameter of an operation: what the server reads, refuses and documents by. All values travel as text.</summary>
internal sealed record ApiParameter(string Name, ApiParameterPlace Place, string Description)
{
    /// <summary>A value for the document.</summary>
    public required string Example { get; init; }

    /// <summary>The values that there are; empty where any is read.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Of a whole number: the least and the greatest, and what is taken where there is none.</summary>
    public (long Min, long Max, long? Default)? Number { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>True when it may be there several times, or hold several values with commas between.</summary>
    public bool IsList { get; init; }

    public static ApiParameter InPath(string name, string description, string example) =>
        new(name, ApiParameterPlace.Path, description) { Example = example, IsRequired = true };

    public static ApiParameter InQuery(string name, string description, string example) =>
        new(name, ApiParameterPlace.Query, description) { Example = example };

    public static ApiParameter InHeader(string name, string description, string example) =>
        new(name, ApiParameterPlace.Header, description) { Example = example };

    public bool IsInQuery => Place is ApiParameterPlace.Query;
}
