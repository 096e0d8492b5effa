namespace EventAdmin.Client.Contracts;

/// <summary>A page of the catalogue, by name (byte by byte): the answer of <c>GET /api/streams</c>.</summary>
public sealed record StreamsPage
{
    /// <summary>The streams.</summary>
    public required IReadOnlyList<StreamDescription> Streams { get; init; }

    /// <summary>The value of <c>after</c> for the next page; null at the end. Opaque.</summary>
    public string? Next { get; init; }
}
