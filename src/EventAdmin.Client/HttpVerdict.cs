namespace EventAdmin.Client;

/// <summary>What an answer, or the lack of one, says about a request that would change something.</summary>
public enum HttpVerdict
{
    /// <summary>Done.</summary>
    Ok,

    /// <summary>Not done: a stream is not as expected.</summary>
    Conflict,

    /// <summary>Not done, and the same request would be refused again.</summary>
    Refused,

    /// <summary>Not done; the same request may succeed later.</summary>
    NotExecuted,

    /// <summary>Not known. Send the same request with the same ids again.</summary>
    Unknown,
}
