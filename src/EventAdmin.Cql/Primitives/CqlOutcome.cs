namespace EventAdmin.Cql.Primitives;

/// <summary>What a failed request may have done. Over several attempts the worst counts: one <see cref="Unknown"/> makes the request unknown.</summary>
public enum CqlOutcome
{
    /// <summary>No effect, and none to come: the request may be repeated.</summary>
    NotExecuted,

    /// <summary>Refused for a reason that the same request will meet again, without effect; for a read: no answer.</summary>
    Failed,

    /// <summary>It may have taken effect, or may yet: it can only be settled by reading.</summary>
    Unknown,
}
