using EventAdmin.Cql.Primitives;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>What an owner was doing when a statement failed.</summary>
public enum OwnerStep
{
    /// <summary>Reading: heads, rows, frames.</summary>
    Read,

    /// <summary>Writing a frame into the log.</summary>
    Frame,

    /// <summary>Moving the marker, or claiming the shard: the one conditional statement.</summary>
    Marker,

    /// <summary>Writing committed events into their streams.</summary>
    Index,
}

/// <summary>What an owner does about a statement that failed.</summary>
public enum OwnerVerdict
{
    /// <summary>It had no effect, or one that its repetition does not change: the same again.</summary>
    Again,

    /// <summary>It may be stored, or may be stored later: read the row, then perhaps the same again, which can apply only once.</summary>
    AskTheRow,

    /// <summary>A defect, or a right taken away: step down and say so.</summary>
    Degrade,
}

/// <summary>From failures to verdicts. Pure, by codes and types, never by a message's text; knows every code, and takes one that it does not know for unknown.</summary>
public static class OutcomeTable
{
    /// <summary>The verdict on a failure.</summary>
    /// <param name="step">What was being done.</param>
    /// <param name="failure">What happened.</param>
    public static OwnerVerdict Judge(OwnerStep step, CqlException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (failure is CqlServerException { Error.CodeNumber: var code })
            return Judge(step, code, failure.Outcome);
        // What can't be put into the protocol can't be the second time either.
        if (failure is CqlEncodeException or CqlDecodeException)
            return OwnerVerdict.Degrade;
        return Unanswered(step, failure.Outcome);
    }

    /// <summary>The verdict on an error of the server.</summary>
    /// <param name="step">What was being done.</param>
    /// <param name="code">The error's number in the protocol.</param>
    /// <param name="outcome">What the client says that all its attempts together may have done.</param>
    public static OwnerVerdict Judge(OwnerStep step, int code, CqlOutcome outcome) => (CqlErrorCode)code switch
    {
        CqlErrorCode.Syntax or CqlErrorCode.Invalid or CqlErrorCode.Unauthorized or CqlErrorCode.Configuration or CqlErrorCode.AlreadyExists
            => OwnerVerdict.Degrade,
        CqlErrorCode.Unprepared or CqlErrorCode.IsBootstrapping => Unanswered(step, outcome),
        // Of a marker nothing is known after anything else, whatever a client makes of it.
        _ => step == OwnerStep.Marker ? OwnerVerdict.AskTheRow : OwnerVerdict.Again,
    };

    private static OwnerVerdict Unanswered(OwnerStep step, CqlOutcome outcome) =>
        step == OwnerStep.Marker && outcome != CqlOutcome.NotExecuted ? OwnerVerdict.AskTheRow : OwnerVerdict.Again;
}
