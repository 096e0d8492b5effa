using System.Buffers;
using System.Diagnostics;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Connections;

internal sealed partial class CqlConnection
{
    /// <summary>Requests above this are serialised outside the lock, so that others need not wait for them.</summary>
    private const int BuiltInPlaceMax = 64 * 1024;

    /// <summary>What the headers and trailers of segments add to a large request, generously.</summary>
    private const int LargeOverhead = 4096;

    /// <summary>
    /// Sends a request and waits for its answer until the deadline. The task is awaited once, and its reply disposed by whoever awaits it.
    /// </summary>
    /// <param name="request">What to send; serialised before this method returns.</param>
    /// <param name="extras">Whether to trace it, and its payload.</param>
    /// <param name="deadline">
    /// When the caller stops waiting: the reply is then <see cref="ReplyStatus.TimedOut"/> and the id an orphan. One that is over already
    /// sends nothing, and the phase says so.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting earlier: <see cref="ReplyStatus.Cancelled"/>, never an exception.</param>
    /// <exception cref="CqlEncodeException">The request cannot be put into the protocol or is too large. Nothing was sent.</exception>
    public ValueTask<CqlReply> SendAsync<TRequest>(
        in TRequest request, in RequestExtras extras, Deadline deadline, CancellationToken cancellationToken)
        where TRequest : struct, IRequest
    {
        var size = RequestEnvelope.GetLength(request, Version, extras);
        if (size > _settings.RequestBytesMax)
            throw new CqlEncodeException($"A request of {size} bytes, and at most {_settings.RequestBytesMax} are sent.");

        var reply = Replies.Rent();
        reply.Begin(size);
        if (cancellationToken.IsCancellationRequested) return reply.Refuse(ReplyStatus.Cancelled, null);
        if (deadline.IsOver(Services.Time)) return reply.Refuse(ReplyStatus.TimedOut, null);
        if (size > BuiltInPlaceMax) return SendLarge(request, extras, reply, deadline, cancellationToken);

        bool wakes;
        lock (_gate)
        {
            if (Admit(reply, size) is var refusal and not ReplyStatus.Answered) return reply.Refuse(refusal, _closeReason);
            try
            {
                RequestEnvelope.Write(_filling.Begin(size), request, Version, reply.RequestId, extras);
            }
            catch
            {
                _filling.Cancel();
                Withdraw(reply);
                throw;
            }

            _filling.Commit();
            wakes = Enqueue(reply, _batch, deadline);
        }

        return Watch(reply, wakes, cancellationToken);
    }

    /// <summary>As the other, without trace and payload.</summary>
    public ValueTask<CqlReply> SendAsync<TRequest>(in TRequest request, Deadline deadline, CancellationToken cancellationToken)
        where TRequest : struct, IRequest => SendAsync(request, default, deadline, cancellationToken);

    /// <summary>The caller of a reply has cancelled.</summary>
    internal void Cancel(CqlReply reply)
    {
        lock (_gate)
        {
            if (_inFlight[reply.RequestId] != reply) return;
            Abandon(reply, Services.Time.GetTimestamp());
        }

        reply.CompleteUnanswered(ReplyStatus.Cancelled, CqlPhase.Sent, null);
        RetireIfOrphaned();
    }

    /// <summary>The large: serialised and sealed outside the lock, under an id that is taken already.</summary>
    private ValueTask<CqlReply> SendLarge<TRequest>(
        in TRequest request, in RequestExtras extras, CqlReply reply, Deadline deadline, CancellationToken cancellationToken)
        where TRequest : struct, IRequest
    {
        lock (_gate)
        {
            if (Admit(reply, reply.BytesSent) is var refusal and not ReplyStatus.Answered) return reply.Refuse(refusal, _closeReason);
            reply.Batch = long.MaxValue; // in no buffer yet: lost now, it was never sent
        }

        FrameEncoder bytes;
        try
        {
            bytes = Build(request, extras, reply);
        }
        catch
        {
            lock (_gate)
            {
                if (_inFlight[reply.RequestId] == reply) Withdraw(reply);
            }

            throw;
        }

        bool wakes;
        lock (_gate)
        {
            // Closed meanwhile: the reply has ended as not sent, and there is nothing to send on.
            if (_inFlight[reply.RequestId] != reply)
            {
                bytes.Dispose();
                return reply.Task;
            }

            _large.Enqueue(new LargeRequest(bytes, reply));
            wakes = Enqueue(reply, long.MaxValue, deadline);
        }

        return Watch(reply, wakes, cancellationToken);
    }

    private FrameEncoder Build<TRequest>(in TRequest request, in RequestExtras extras, CqlReply reply)
        where TRequest : struct, IRequest
    {
        var size = reply.BytesSent;
        var envelope = ArrayPool<byte>.Shared.Rent(size);
        var bytes = new FrameEncoder(FrameFormats.After(Version, _settings.Compression), size + LargeOverhead);
        try
        {
            RequestEnvelope.Write(envelope.AsSpan(0, size), request, Version, reply.RequestId, extras);
            bytes.Append(envelope.AsSpan(0, size));
            bytes.Seal();
            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(envelope);
        }
    }

    /// <summary>Under the lock: takes an id and room for a request, or says why not.</summary>
    private ReplyStatus Admit(CqlReply reply, int size)
    {
        if (_state > ConnectionState.Retired) return ReplyStatus.NotOpen;
        // The last may overshoot: were its size asked for, a large request could be passed over by small ones for ever.
        if (_bytesInFlight >= _settings.BytesInFlightMax) return ReplyStatus.Busy;
        if (!_ids.TryTake(out var id)) return ReplyStatus.Busy;
        reply.RequestId = id;
        _inFlight[id] = reply;
        _sizes[id] = size;
        _bytesInFlight += size;
        return ReplyStatus.Answered;
    }

    /// <summary>Under the lock: the request is in the buffer. True when the write loop has to be woken.</summary>
    private bool Enqueue(CqlReply reply, long batch, Deadline deadline)
    {
        reply.Batch = batch;
        _deadlines[reply.RequestId] = deadline.Timestamp;
        var wakes = !_isWriting;
        _isWriting = true;
        return wakes;
    }

    /// <summary>Under the lock: the request could not be serialised, so nothing will answer it.</summary>
    private void Withdraw(CqlReply reply)
    {
        Release(reply.RequestId);
        SignalDrained();
        reply.Dispose();
    }

    /// <summary>Under the lock: the caller of a reply goes, its id stays taken.</summary>
    private void Abandon(CqlReply reply, long now)
    {
        Debug.Assert(_inFlight[reply.RequestId] == reply, "Only a request in flight is abandoned.");
        _inFlight[reply.RequestId] = null;
        _deadlines[reply.RequestId] = long.MaxValue;
        _ids.Orphan(reply.RequestId, now);
        SignalDrained();
    }

    /// <summary>Under the lock: the answer to an id has come.</summary>
    private void Release(short id)
    {
        _inFlight[id] = null;
        _deadlines[id] = long.MaxValue;
        _bytesInFlight -= _sizes[id];
        _ids.Return(id);
    }

    private ValueTask<CqlReply> Watch(CqlReply reply, bool wakes, CancellationToken cancellationToken)
    {
        if (wakes) WakeWriter();
        if (cancellationToken.CanBeCanceled) reply.Watch(cancellationToken);
        return reply.Task;
    }
}
