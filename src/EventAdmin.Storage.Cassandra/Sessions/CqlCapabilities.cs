namespace EventAdmin.Storage.Cassandra.Sessions;

/// <summary>What a session can tell or do beyond what every session must. What is absent is shown as absent, never guessed.</summary>
[Flags]
public enum CqlCapabilities
{
    /// <summary>Nothing beyond the contract.</summary>
    None = 0,

    /// <summary>It speaks version 5 of the native protocol: CAS_WRITE_UNKNOWN is told as such, columns are not sent with every answer.</summary>
    Protocol5 = 1 << 0,

    /// <summary>A conditional write that timed out says how many others it met.</summary>
    CasContentions = 1 << 1,

    /// <summary>A failure says which replica failed for which reason.</summary>
    FailureReasons = 1 << 2,

    /// <summary>A caller that stops waiting is not kept in the client; a request that was not sent is taken back.</summary>
    Cancellation = 1 << 3,

    /// <summary>Attempts are told exactly, one by one.</summary>
    ExactAttempts = 1 << 4,

    /// <summary>Limits can be hung before each node.</summary>
    NodeAdmission = 1 << 5,

    /// <summary>The number of answers that nobody waits for is known.</summary>
    Orphans = 1 << 6,

    /// <summary>Changes of the schema are told.</summary>
    SchemaNotices = 1 << 7,

    /// <summary>Values are read where they were received.</summary>
    ZeroCopy = 1 << 8,
}
