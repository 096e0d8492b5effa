using System.Diagnostics.CodeAnalysis;
using EventAdmin.Cql.Diagnostics;
using EventAdmin.Cql.Framing;

namespace EventAdmin.Cql.Connections;

internal sealed partial class CqlConnection
{
    private readonly OutputSignal _outputReady;
    private readonly SemaphoreSlim _outputReadyForThread = new(0);
    private readonly Queue<LargeRequest> _large = new(); // each in a buffer of its own, sealed already; bounded by the bytes in flight
    private FrameEncoder _filling;
    private FrameEncoder _resting; // the write loop's own while it sends
    private long _batch = 1; // the number of what is being filled
    private bool _isWriting;
    private bool _wasLarge;

    private void WakeWriter()
    {
        if (_settings.DedicatedIoThreads) _outputReadyForThread.Release();
        else _outputReady.Set();
    }

    /// <summary>One flush each time that the first request after idle wakes it; what comes during a send rides in the next.</summary>
    private async Task WriteLoopAsync()
    {
        try
        {
            while (await _outputReady.WaitAsync().ConfigureAwait(false))
            {
                while (TryTakeBatch(out var batch))
                {
                    var bytes = batch.Seal();
                    await _transport.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
                    Sent(batch, bytes.Length);
                }

                if (_state == ConnectionState.Closed) return;
            }
        }
        catch (Exception exception) // Whatever stops the writing ends the connection, and everything in flight hears of it.
        {
            Lose(exception);
        }
        finally
        {
            DisposeBuffers();
        }
    }

    private void WriteOnThread()
    {
        try
        {
            while (true)
            {
                _outputReadyForThread.Wait();
                while (TryTakeBatch(out var batch))
                {
                    var bytes = batch.Seal();
                    _transport.Write(bytes.Span);
                    Sent(batch, bytes.Length);
                }

                if (_state == ConnectionState.Closed) return;
            }
        }
        catch (Exception exception) // As in the loop above.
        {
            Lose(exception);
        }
        finally
        {
            DisposeBuffers();
        }
    }

    /// <summary>Hands the next bytes to the write loop; from here on what they hold counts as sent.</summary>
    private bool TryTakeBatch([NotNullWhen(true)] out FrameEncoder? batch)
    {
        lock (_gate)
        {
            batch = _state == ConnectionState.Closed ? null : NextBatch();
            _isWriting = batch is not null;
            return _isWriting;
        }
    }

    /// <summary>Under the lock: the large and what gathered in between take turns.</summary>
    private FrameEncoder? NextBatch()
    {
        if (_large.Count > 0 && (!_wasLarge || _filling.IsEmpty))
        {
            _wasLarge = true;
            var (large, reply) = _large.Dequeue();
            if (_inFlight[reply.RequestId] == reply) reply.Batch = 0;
            return large;
        }

        _wasLarge = false;
        if (_filling.IsEmpty) return null;
        (_filling, _resting) = (_resting, _filling);
        _batch++;
        return _resting;
    }

    private void Sent(FrameEncoder batch, int bytes)
    {
        CqlMeter.BytesSent.Add(bytes);
        if (batch == _resting) batch.Clear();
        else batch.Dispose();
    }

    /// <summary>The connection is closed: no request is put into a buffer any more.</summary>
    private void DisposeBuffers()
    {
        lock (_gate)
        {
            _filling.Dispose();
            _resting.Dispose();
        }
    }

    /// <summary>Whether any byte of a request in flight was handed to the socket. Under the lock.</summary>
    private bool IsSent(CqlReply reply) => reply.Batch < _batch;

    /// <summary>A request in a buffer of its own.</summary>
    private readonly record struct LargeRequest(FrameEncoder Bytes, CqlReply Reply);
}
