namespace EventAdmin.Web.Http;

/// <summary>What an open page asks before it reloads itself.</summary>
internal sealed record PageHealth
{
    public required bool Ready { get; init; }

    /// <summary>Opaque; another value means that another build answers.</summary>
    public required string Build { get; init; }
}
