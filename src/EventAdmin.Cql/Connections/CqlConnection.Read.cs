using EventAdmin.Cql.Diagnostics;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Connections;

internal sealed partial class CqlConnection
{
    private readonly FrameDecoder _input;
    private readonly List<ReceivedAnswer> _received = []; // the read loop's alone, like the next
    private readonly List<CqlReply> _answered = [];
    private long _receivedAt;

    private void StartLoops()
    {
        // The loops outlive whatever asked for the connection: its activity and its other ambient values are not theirs.
        using var nothingFlows = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        _ = ReadLoopAsync();
        _ = WriteLoopAsync();
    }

    private void StartThreads()
    {
        new Thread(ReadOnThread) { IsBackground = true, Name = $"CQL read {Target.EndPoint}" }.UnsafeStart();
        new Thread(WriteOnThread) { IsBackground = true, Name = $"CQL write {Target.EndPoint}" }.UnsafeStart();
    }

    private async Task ReadLoopAsync()
    {
        try
        {
            int count;
            do
            {
                count = await _transport.ReadAsync(_input.GetMemory(), CancellationToken.None).ConfigureAwait(false);
            }
            while (TakeIn(count));
        }
        catch (Exception exception) // Whatever stops the reading ends the connection, and everything in flight hears of it.
        {
            Lose(exception);
        }
        finally
        {
            _input.Dispose();
        }
    }

    private void ReadOnThread()
    {
        try
        {
            while (TakeIn(_transport.Read(_input.GetMemory().Span)))
            {
            }
        }
        catch (Exception exception) // As in the loop above.
        {
            Lose(exception);
        }
        finally
        {
            _input.Dispose();
        }
    }

    /// <summary>Parses everything that one receive brought, then completes it. False when there is nothing more to read.</summary>
    private bool TakeIn(int count)
    {
        if (count == 0)
            throw new CqlConnectionException($"{Target.EndPoint} closed the connection{(_input.IsInside ? " in the middle of an answer" : "")}.", CqlOutcome.Unknown);
        Volatile.Write(ref _receivedAt, Services.Time.GetTimestamp());
        CqlMeter.BytesReceived.Add(count);
        _input.Advance(count);
        while (_input.TryRead(out var header, out _)) _received.Add(new ReceivedAnswer(header, _input.TakeBody()));
        if (_received.Count > 0) Deliver();
        return _state != ConnectionState.Closed;
    }

    private void Deliver()
    {
        int freed;
        try
        {
            lock (_gate)
            {
                var taken = _ids.Taken;
                foreach (var answer in _received) Match(answer);
                freed = taken - _ids.Taken;
                SignalDrained();
            }
        }
        finally
        {
            _received.Clear();
            // What was matched before a wrong answer was found was right, and its callers wait.
            foreach (var reply in _answered) reply.CompleteAnswered();
            _answered.Clear();
        }

        if (freed > 0) _owner?.OnRoom(this, freed);
    }

    /// <summary>Under the lock: finds whose answer it is.</summary>
    private void Match(in ReceivedAnswer answer)
    {
        var (header, body) = answer;
        if (header.RequestId == FrameHeader.NoticeId)
        {
            Notify(header, body);
            return;
        }

        var id = header.RequestId;
        if ((uint)id < (uint)_ids.Used && _inFlight[id] is { } reply)
        {
            Release(id);
            reply.SetAnswer(header, body);
            _answered.Add(reply);
            return;
        }

        body.Return();
        // After closing there is no table to find it in; before, nobody asked with this id.
        if (_ids.IsOrphan(id)) Release(id);
        else if (_state != ConnectionState.Closed)
            throw new CqlProtocolException($"{Target.EndPoint} answered request id {id}, which waits for no answer.");
    }

    private void Notify(FrameHeader header, PooledBody body)
    {
        var copy = body.Span.ToArray();
        body.Return();
        _ownerCalls.Add(() => _owner?.OnNotice(this, Response.Read(header, copy).Notice));
    }

    /// <summary>A whole answer as it was read.</summary>
    private readonly record struct ReceivedAnswer(FrameHeader Header, PooledBody Body);
}
