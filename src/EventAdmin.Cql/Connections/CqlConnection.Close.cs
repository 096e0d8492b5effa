using EventAdmin.Cql.Diagnostics;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Connections;

internal sealed partial class CqlConnection
{
    /// <summary>
    /// Takes no new requests, waits for the answers to those in flight, at most so long, and closes. What is then still in flight ends as
    /// <see cref="ReplyStatus.ConnectionLost"/>.
    /// </summary>
    /// <param name="atMost">How long to wait; zero closes at once.</param>
    /// <param name="cancellationToken">Closes at once.</param>
    public async Task DrainAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task drained;
        lock (_gate)
        {
            if (_state == ConnectionState.Closed) return;
            _state = ConnectionState.Draining;
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            drained = _drained.Task;
            SignalDrained();
        }

        try
        {
            await drained.WaitAsync(atMost, Services.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The node takes longer than anyone wants to wait for it.
        }
        finally
        {
            Close(reason: null);
        }
    }

    /// <summary>Closes at once and ends everything in flight; the second call does nothing. Null when closing is wanted.</summary>
    public void Close(Exception? reason)
    {
        List<CqlReply> ended;
        ICqlConnectionOwner? owner;
        bool wakes;
        lock (_gate)
        {
            if (_state == ConnectionState.Closed) return;
            _state = ConnectionState.Closed;
            _closeReason = reason;
            owner = _owner;
            ended = TakeEverythingInFlight();
            _drained?.TrySetResult();
            wakes = !_isWriting;
            _isWriting = true;
        }

        if (reason is null) Logger.ConnectionClosed(Target.EndPoint, ended.Count);
        else Logger.ConnectionLost(reason, Target.EndPoint, ended.Count, Orphans);
        Services.Clock.Remove(this);
        _transport.Dispose();
        if (wakes) WakeWriter();
        foreach (var reply in ended) reply.CompleteUnanswered(ReplyStatus.ConnectionLost, reply.Phase, reason);
        if (owner is not null) _ownerCalls.Add(() => owner.OnClosed(this));
        _closed.TrySetResult();
    }

    /// <summary>Closes at once, because it is wanted.</summary>
    public void Dispose() => Close(reason: null);

    /// <summary>The peer or the wire failed.</summary>
    private void Lose(Exception cause) => Close(cause as CqlException ?? new CqlConnectionException(
        $"The connection to {Target.EndPoint} was lost.", CqlOutcome.Unknown, cause));

    private List<CqlReply> TakeEverythingInFlight()
    {
        var taken = new List<CqlReply>(InFlight);
        for (var id = 0; id < _ids.Used; id++)
        {
            if (_inFlight[id] is not { } reply) continue;
            _inFlight[id] = null;
            reply.Note(IsSent(reply) ? CqlPhase.Sent : CqlPhase.Queued);
            taken.Add(reply);
        }

        foreach (var large in _large) large.Bytes.Dispose();
        _large.Clear();
        return taken;
    }

    /// <summary>Under the lock: nobody waits for an answer any more.</summary>
    private void SignalDrained()
    {
        if (_state == ConnectionState.Draining && InFlight == 0) _drained?.TrySetResult();
    }
}
