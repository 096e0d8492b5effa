namespace EventAdmin.Testing.FakeNode;

/// <summary>How a node cuts its answers.</summary>
public sealed record FakeSending
{
    /// <summary>A larger envelope is spread over segments of this payload (v5); the protocol's own limit by default.</summary>
    public int SegmentPayloadMax { get; init; } = Segments.PayloadMax;

    /// <summary>Answers that are ready together share segments (v5).</summary>
    public bool JoinsEnvelopes { get; init; } = true;

    /// <summary>Bytes leave in pieces of this many; null for all at once.</summary>
    public int? PieceBytes { get; init; }
}
