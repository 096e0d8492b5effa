namespace EventAdmin.Cql.Primitives;

/// <summary>A request did not succeed. <see cref="Outcome"/> says what it may have done; never decide on the message's text.</summary>
public abstract class CqlException(string message, CqlOutcome outcome, Exception? innerException) : Exception(message, innerException)
{
    /// <summary>What the request may have done.</summary>
    public CqlOutcome Outcome { get; } = outcome;

    /// <summary>The server's error with all that it told; null when the server did not answer.</summary>
    public CqlServerError? Error { get; init; }

    /// <summary>The host id of the node that coordinated the last attempt; null when none was reached.</summary>
    public Guid? Coordinator { get; init; }

    /// <summary>Every attempt in order; empty when the request never left its caller.</summary>
    public IReadOnlyList<CqlAttempt> Attempts { get; init; } = [];
}

/// <summary>The server answered with an error.</summary>
public sealed class CqlServerException(CqlServerError error, CqlOutcome outcome, Exception? innerException = null)
    : CqlException($"{error.Code} (0x{error.CodeNumber:X4}): {error.Message}", outcome, innerException)
{
    /// <summary>The server's error with all that it told.</summary>
    public new CqlServerError Error { get; } = error;
}

/// <summary>No answer within the deadline; <see cref="Phase"/> tells a request that still waited from one that was sent.</summary>
public sealed class CqlTimeoutException(string message, CqlOutcome outcome, CqlPhase phase, Exception? innerException = null)
    : CqlException(message, outcome, innerException)
{
    /// <summary>Where the request was when its time ended.</summary>
    public CqlPhase Phase { get; } = phase;
}

/// <summary>No connection could be made, or the one that carried the request was lost.</summary>
public sealed class CqlConnectionException(string message, CqlOutcome outcome, Exception? innerException = null)
    : CqlException(message, outcome, innerException);

/// <summary>A bounded queue or budget is full; nothing was sent.</summary>
public sealed class CqlBusyException(string message) : CqlException(message, CqlOutcome.NotExecuted, null);

/// <summary>
/// What arrived breaks the protocol: a wrong checksum, a length that can't be, an unknown kind of message. The connection is lost, and
/// with it every request in flight.
/// </summary>
public sealed class CqlProtocolException(string message, Exception? innerException = null)
    : CqlException(message, CqlOutcome.Unknown, innerException);

/// <summary>A request can't be put into the protocol: a text or a value that is too long, a value of another type than the column's.</summary>
public sealed class CqlEncodeException(string message, Exception? innerException = null)
    : CqlException(message, CqlOutcome.Failed, innerException);

/// <summary>A value can't be read as what was asked for. The request itself succeeded.</summary>
public sealed class CqlDecodeException(string problem, CqlType type, ReadOnlySpan<byte> bytes)
    : CqlException($"{problem} ({type}, {bytes.Length} bytes: {Shown(bytes)})", CqlOutcome.Failed, null)
{
    private const int BytesShownMax = 64;

    /// <summary>The type of the column or element.</summary>
    public CqlType Type { get; } = type;

    /// <summary>The value's bytes, at most the first 64.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes[..Math.Min(bytes.Length, BytesShownMax)].ToArray();

    private static string Shown(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= BytesShownMax ? Convert.ToHexStringLower(bytes) : Convert.ToHexStringLower(bytes[..BytesShownMax]) + "…";
}
