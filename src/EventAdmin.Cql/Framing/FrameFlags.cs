namespace EventAdmin.Cql.Framing;

/// <summary>The flags of a header (section 2.2 of the protocol's specification).</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0x00,

    /// <summary>The body is compressed; version 4 only.</summary>
    Compressed = 0x01,

    /// <summary>Trace the request; an answer begins with the trace id.</summary>
    Tracing = 0x02,

    /// <summary>A map of bytes goes in front of the body.</summary>
    Payload = 0x04,

    /// <summary>An answer has warnings in front of its body.</summary>
    Warning = 0x08,

    /// <summary>The version is not finished.</summary>
    Beta = 0x10,
}

/// <summary>Asks for a flag without boxing it, which the framework's own way does in debug builds.</summary>
internal static class FrameFlagsExtensions
{
    public static bool Has(this FrameFlags flags, FrameFlags flag) => (flags & flag) != FrameFlags.None;
}
