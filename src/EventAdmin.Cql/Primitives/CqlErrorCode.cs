namespace EventAdmin.Cql.Primitives;

/// <summary>The codes of ERROR answers, by their numbers in the protocol (section 8 of its specification).</summary>
public enum CqlErrorCode
{
    /// <summary>Something went wrong inside the server; also every code that this client does not know.</summary>
    ServerError = 0x0000,

    /// <summary>A message broke the protocol.</summary>
    Protocol = 0x000A,

    /// <summary>User or password are wrong, or a mechanism is not offered.</summary>
    Authentication = 0x0100,

    /// <summary>Too few replicas are alive for the level.</summary>
    Unavailable = 0x1000,

    /// <summary>The coordinator is overloaded.</summary>
    Overloaded = 0x1001,

    /// <summary>The coordinator is still joining.</summary>
    IsBootstrapping = 0x1002,

    /// <summary>TRUNCATE failed.</summary>
    Truncate = 0x1003,

    /// <summary>Too few replicas acknowledged a write in time.</summary>
    WriteTimeout = 0x1100,

    /// <summary>Too few replicas answered a read in time.</summary>
    ReadTimeout = 0x1200,

    /// <summary>A replica failed on a read.</summary>
    ReadFailure = 0x1300,

    /// <summary>A user-defined function failed.</summary>
    FunctionFailure = 0x1400,

    /// <summary>A replica failed on a write.</summary>
    WriteFailure = 0x1500,

    /// <summary>The log for change data capture could not be written.</summary>
    CdcWriteFailure = 0x1600,

    /// <summary>A conditional write's fate is not known to the coordinator.</summary>
    CasWriteUnknown = 0x1700,

    /// <summary>The statement's text is wrong.</summary>
    Syntax = 0x2000,

    /// <summary>The user may not do this.</summary>
    Unauthorized = 0x2100,

    /// <summary>The statement is understood and can't be carried out.</summary>
    Invalid = 0x2200,

    /// <summary>The statement is against the server's configuration.</summary>
    Configuration = 0x2300,

    /// <summary>The keyspace or table exists.</summary>
    AlreadyExists = 0x2400,

    /// <summary>The node does not know the prepared id.</summary>
    Unprepared = 0x2500,
}
