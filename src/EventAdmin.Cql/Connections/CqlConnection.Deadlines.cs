using EventAdmin.Cql.Diagnostics;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Connections;

internal sealed partial class CqlConnection
{
    /// <summary>So many orphans that are older than <see cref="OrphanOldAge"/> retire a connection, however many ids it has.</summary>
    private const int OldOrphansMax = 1024;

    private static readonly TimeSpan OrphanOldAge = TimeSpan.FromSeconds(1);

    private readonly List<CqlReply> _overdue = []; // the deadline clock's alone
    private bool _isRetired;
    private volatile bool _isHeartbeatOut;
    private volatile bool _isHeartbeatWanted;

    /// <summary>Asks the node for a sign of life now, since somebody said that it is down.</summary>
    public void CheckNow() => _isHeartbeatWanted = true;

    /// <inheritdoc />
    public void Expire(long now)
    {
        ExpireRequests(now);
        if (_ids.Orphans >= OldOrphansMax) RetireIfOrphaned();
        if (_state != ConnectionState.Closed) LookAfterHeartbeat(now);
    }

    private void ExpireRequests(long now)
    {
        // Without the lock: a deadline that is written meanwhile is seen at the next tick.
        if (!IsAnyOverdue(now)) return;
        lock (_gate)
        {
            for (var id = 0; id < _ids.Used; id++)
            {
                if (_deadlines[id] > now || _inFlight[id] is not { } reply) continue;
                Abandon(reply, now);
                _overdue.Add(reply);
            }
        }

        foreach (var reply in _overdue) reply.CompleteUnanswered(ReplyStatus.TimedOut, CqlPhase.Sent, null);
        _overdue.Clear();
        RetireIfOrphaned();
    }

    private bool IsAnyOverdue(long now)
    {
        foreach (var deadline in _deadlines.AsSpan(0, _ids.Used))
            if (deadline <= now)
                return true;
        return false;
    }

    private void RetireIfOrphaned()
    {
        lock (_gate)
        {
            if (_isRetired || _state != ConnectionState.Open || !HasTooManyOrphans()) return;
            _isRetired = true;
            _state = ConnectionState.Retired;
        }

        Logger.ConnectionRetired(Target.EndPoint, Orphans, InFlight);
        _ownerCalls.Add(() => _owner?.OnRetired(this));
    }

    private bool HasTooManyOrphans()
    {
        if (_ids.Orphans > _ids.Count / 4) return true;
        if (_ids.Orphans < OldOrphansMax) return false;
        var old = Services.Time.GetTimestamp() - (long)(OrphanOldAge.TotalSeconds * Services.Time.TimestampFrequency);
        return _ids.CountOrphansSince(old) >= OldOrphansMax;
    }

    private void LookAfterHeartbeat(long now)
    {
        if (_isHeartbeatOut) return;
        var silence = Services.Time.GetElapsedTime(ReceivedAt, now);
        if (!_isHeartbeatWanted && silence < _settings.HeartbeatInterval) return;
        _isHeartbeatWanted = false;
        _isHeartbeatOut = true;
        _ = BeatAsync();
    }

    /// <summary>Runs until its answer or its deadline; never throws.</summary>
    private async Task BeatAsync()
    {
        try
        {
            var deadline = Deadline.After(Services.Time, _settings.HeartbeatTimeout);
            using var reply = await SendAsync(new OptionsRequest(), deadline, CancellationToken.None).ConfigureAwait(false);
            if (reply.Status == ReplyStatus.Answered || !IsSilent(reply.Status)) return;
            Close(new CqlConnectionException(
                $"{Target.EndPoint} gave no sign of life for {_settings.HeartbeatTimeout.TotalSeconds:0.#} s.", CqlOutcome.Unknown));
        }
        catch (Exception exception) // A heartbeat that cannot be sent is no reason to bring the process down.
        {
            Lose(exception);
        }
        finally
        {
            _isHeartbeatOut = false;
        }
    }

    /// <summary>Whether an unanswered heartbeat means that the node is silent.</summary>
    private bool IsSilent(ReplyStatus status) => status switch
    {
        // A starved pool has not read what came: that is our silence, not the node's.
        ReplyStatus.TimedOut => _settings.DedicatedIoThreads || !Services.Threads.IsStarved,
        // No id was free to ask with: nothing at all has come for as long as the node would have had.
        ReplyStatus.Busy => Services.Time.GetElapsedTime(ReceivedAt) >= _settings.HeartbeatInterval + _settings.HeartbeatTimeout,
        _ => false,
    };
}
