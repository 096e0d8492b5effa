namespace EventAdmin.Cql.Primitives;

/// <summary>How bodies are compressed on the wire.</summary>
public enum CqlCompression
{
    /// <summary>Not at all; the default.</summary>
    None,

    /// <summary>LZ4 blocks.</summary>
    Lz4,
}
