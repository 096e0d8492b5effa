using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Framing;

/// <summary>How envelopes (header and body) lie on the wire.</summary>
internal enum FrameFormat
{
    /// <summary>One after the other: version 4, and every version until READY or AUTHENTICATE.</summary>
    Plain,

    /// <summary>As <see cref="Plain"/>, each body compressed where its header says so.</summary>
    PlainLz4,

    /// <summary>Inside segments with checksums: version 5.</summary>
    Segments,

    /// <summary>As <see cref="Segments"/>, each segment compressed where that is shorter.</summary>
    SegmentsLz4,
}

/// <summary>The format that a version and a compression bring, and the limits of all of them.</summary>
internal static class FrameFormats
{
    /// <summary>The largest request, below the server's own limit of 16 MiB.</summary>
    public const int RequestBytesMax = 15 * 1024 * 1024;

    /// <summary>The largest answer; a larger one closes the connection.</summary>
    public const int AnswerBytesMax = 256 * 1024 * 1024;

    /// <summary>Bodies and segments below this are not worth compressing.</summary>
    public const int CompressedLengthMin = 512;

    public static FrameFormat After(CqlProtocolVersion version, CqlCompression compression) => (version, compression) switch
    {
        (CqlProtocolVersion.V5, CqlCompression.Lz4) => FrameFormat.SegmentsLz4,
        (CqlProtocolVersion.V5, _) => FrameFormat.Segments,
        (_, CqlCompression.Lz4) => FrameFormat.PlainLz4,
        _ => FrameFormat.Plain,
    };

    public static bool IsSegmented(this FrameFormat format) => format is FrameFormat.Segments or FrameFormat.SegmentsLz4;

    public static bool IsCompressed(this FrameFormat format) => format is FrameFormat.PlainLz4 or FrameFormat.SegmentsLz4;
}
