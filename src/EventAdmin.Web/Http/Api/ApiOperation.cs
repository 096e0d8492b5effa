namespace EventAdmin.Web.Http.Api;

/// <summary>What an operation is, takes and answers: endpoints are checked and documented by the same words.</summary>
internal sealed record ApiOperation
{
    /// <summary>Its name for generated clients.</summary>
    public required string Id { get; init; }

    /// <summary>What it is about.</summary>
    public required string Subject { get; init; }

    /// <summary>What it does, in a few words.</summary>
    public required string Summary { get; init; }

    /// <summary>What else a caller should know; Markdown.</summary>
    public required string Description { get; init; }

    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>The bodies that it takes; empty where it takes none.</summary>
    public IReadOnlyList<ApiContent> Bodies { get; init; } = [];

    public required IReadOnlyList<ApiAnswer> Answers { get; init; }

    /// <summary>The statuses of the problems that it answers with, beside those of every operation.</summary>
    public IReadOnlyList<int> Problems { get; init; } = [];
}

/// <summary>An answer that is no problem.</summary>
internal sealed record ApiAnswer(int Status, string Description, params IReadOnlyList<ApiContent> Contents);

/// <summary>One form of a body, with an example as it stands on the wire.</summary>
/// <param name="MediaType">The media type.</param>
/// <param name="Type">The wire record that describes it; null where the form is described elsewhere.</param>
/// <param name="Example">An example.</param>
internal sealed record ApiContent(string MediaType, Type? Type, string Example);
