using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;

namespace EventAdmin.Storage.Tests.Cassandra.Simulation;

/// <summary>
/// Requests that wait for their fate: done and answered; done and not answered; not answered and done later, once or twice; never done.
/// Nothing happens by itself. Not thread-safe.
/// </summary>
internal sealed class SimulatedNetwork
{
    private readonly List<Request> _waiting = [];
    private readonly List<Func<CqlResult>> _late = [];

    public int Waiting => _waiting.Count;

    public int Late => _late.Count;

    /// <summary>Called after every conditional statement that was done.</summary>
    public Action AfterDecision { get; set; } = static () => { };

    public ValueTask<CqlResult> SendAsync(CqlStatementKind kind, Func<CqlResult> run, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<CqlResult>(cancellationToken);
        var request = new Request(kind, run);
        _waiting.Add(request);
        // A caller that goes leaves its request on its way.
        request.Cancelled = cancellationToken.UnsafeRegister(_ => request.Answer.TrySetException(Failure(CqlOutcome.Unknown)), null);
        return new ValueTask<CqlResult>(request.Answer.Task);
    }

    /// <summary>Decides the fate of a request.</summary>
    /// <param name="which">Which of those that wait.</param>
    /// <param name="fate">What becomes of it.</param>
    /// <param name="isHeard">False when its caller no longer hears anything.</param>
    public void Deliver(int which, SimulatedFate fate, bool isHeard = true)
    {
        var request = _waiting[which];
        _waiting.RemoveAt(which);
        request.Cancelled.Dispose();
        if (!isHeard)
            request = new Request(request.Kind, request.Run);
        switch (fate)
        {
            case SimulatedFate.Answered:
                Finish(request, Run(request));
                break;
            case SimulatedFate.DoneTwice when request.Kind is CqlStatementKind.IdempotentWrite:
                _late.Add(request.Run);
                Finish(request, Run(request));
                break;
            case SimulatedFate.AnswerLost when request.Kind != CqlStatementKind.Read:
                Run(request).Dispose();
                request.Answer.TrySetException(Failure(CqlOutcome.Unknown));
                break;
            case SimulatedFate.DoneLate when request.Kind != CqlStatementKind.Read:
                _late.Add(request.Kind == CqlStatementKind.Conditional ? () => Run(request) : request.Run);
                request.Answer.TrySetException(Failure(CqlOutcome.Unknown));
                break;
            default:
                request.Answer.TrySetException(Failure(request.Kind == CqlStatementKind.Read ? CqlOutcome.Failed : CqlOutcome.Unknown));
                break;
        }
    }

    /// <summary>Does something that was thought lost.</summary>
    public void DoLate(int which)
    {
        var run = _late[which];
        _late.RemoveAt(which);
        run().Dispose();
    }

    private CqlResult Run(Request request)
    {
        var result = request.Run();
        if (request.Kind == CqlStatementKind.Conditional)
            AfterDecision();
        return result;
    }

    private static void Finish(Request request, CqlResult result)
    {
        if (!request.Answer.TrySetResult(result))
            result.Dispose();
    }

    private static CqlTimeoutException Failure(CqlOutcome outcome) => new("The schedule lost it.", outcome, CqlPhase.Sent);

    private sealed class Request(CqlStatementKind kind, Func<CqlResult> run)
    {
        public CqlStatementKind Kind { get; } = kind;

        public Func<CqlResult> Run { get; } = run;

        // Whoever waits goes on inside the schedule's own step: that is what makes a schedule the same every time.
        public TaskCompletionSource<CqlResult> Answer { get; } = new();

        public CancellationTokenRegistration Cancelled { get; set; }
    }
}

/// <summary>What becomes of a request.</summary>
internal enum SimulatedFate
{
    Answered,
    DoneTwice,
    AnswerLost,
    DoneLate,
    Lost,
}
