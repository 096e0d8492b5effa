namespace EventAdmin.Cql.Primitives;

/// <summary>The kind of write that a WRITE_TIMEOUT or WRITE_FAILURE names.</summary>
public enum CqlWriteType
{
    /// <summary>A kind that this client does not know.</summary>
    Other,

    /// <summary>One statement.</summary>
    Simple,

    /// <summary>A logged batch whose log was written.</summary>
    Batch,

    /// <summary>A batch without a log.</summary>
    UnloggedBatch,

    /// <summary>A counter.</summary>
    Counter,

    /// <summary>The log of a logged batch.</summary>
    BatchLog,

    /// <summary>A conditional write.</summary>
    Cas,

    /// <summary>A materialised view.</summary>
    View,

    /// <summary>The log for change data capture.</summary>
    Cdc,
}
