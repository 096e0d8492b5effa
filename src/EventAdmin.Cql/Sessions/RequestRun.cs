using System.Diagnostics;
using System.Runtime.CompilerServices;
using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>One request from its call to its end: its plan, what was tried, what it is worth. A mutable struct, kept by one method.</summary>
internal struct RequestRun
{
    private FailureCounts _failures;

    public ClusterView View { get; init; }

    public NodePlan Plan;

    public CqlCall Call { get; init; }

    public CqlStatementKind Kind { get; init; }

    public Activity? Activity { get; init; }

    /// <summary>It runs beside another run that was slow.</summary>
    public bool IsSpeculative { get; init; }

    /// <summary>What it shares with the same request on another node; null when it is not speculated.</summary>
    public SpeculationGroup? Group { get; init; }

    public long StartedAt { get; init; }

    /// <summary>The end of the whole call.</summary>
    public Deadline Deadline { get; init; }

    public long AttemptStartedAt { get; set; }

    /// <summary>When the last reply was there.</summary>
    public long JudgedAt { get; set; }

    /// <summary>How often it was sent.</summary>
    public int Sent { get; set; }

    /// <summary>How often it was sent again.</summary>
    public int Retries { get; set; }

    /// <summary>The node that is asked again, instead of the plan's next.</summary>
    public NodePool? Again { get; set; }

    /// <summary>What was prepared anew for this attempt; null for nothing.</summary>
    public List<PreparedStatement>? Prepared { get; set; }

    /// <summary>The attempt tries whether a spared node answers again.</summary>
    public bool IsProbe { get; set; }

    /// <summary>A node, or its admission, had no room.</summary>
    public bool IsBusy { get; set; }

    /// <summary>The caller has stopped waiting.</summary>
    public bool IsCancelled { get; set; }

    public List<CqlAttempt>? Attempts { get; private set; }

    /// <summary>The failure that says most about what the request is worth.</summary>
    public Failed? Decisive { get; private set; }

    public readonly CqlOutcome Worst => Decisive?.Outcome ?? CqlOutcome.NotExecuted;

    /// <summary>How often the same failure came before; counts it.</summary>
    public int Count(AttemptFailure failure) => _failures[(int)failure]++;

    public void Add(CqlAttempt attempt)
    {
        (Attempts ??= []).Add(attempt);
        Group?.Add(attempt);
    }

    public void Note(Failed failed)
    {
        if (Decisive is null || OutcomeTable.Worst(Decisive.Outcome, failed.Outcome) == failed.Outcome)
            Decisive = failed;
    }

    [InlineArray((int)AttemptFailure.Refused + 1)]
    private struct FailureCounts
    {
        private int _first;
    }
}

/// <summary>How one attempt failed, kept until the request ends.</summary>
internal sealed record Failed(AttemptFailure Failure, CqlOutcome Outcome, CqlServerError? Error, CqlPhase Phase, Exception? Cause);
