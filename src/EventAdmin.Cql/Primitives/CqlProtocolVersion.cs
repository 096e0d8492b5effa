namespace EventAdmin.Cql.Primitives;

/// <summary>The versions of the native protocol that this client speaks.</summary>
public enum CqlProtocolVersion : byte
{
    /// <summary>Version 4: plain frames.</summary>
    V4 = 4,

    /// <summary>Version 5: checksummed segments, metadata ids.</summary>
    V5 = 5,
}
