using System.Diagnostics;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Connections;

/// <summary>
/// One request on its way and, once awaited, how it ended. Comes from its connection's pool and goes back by <see cref="Dispose"/>; after that
/// neither the object nor any span of its body may be touched.
/// </summary>
/// <remarks>Not thread-safe once awaited. Forgetting to dispose it loses the buffer to the garbage collector and nothing else.</remarks>
internal sealed class CqlReply : PooledCompletion<CqlReply>, IDisposable
{
    private CancellationTokenRegistration _registration;
    private PooledBody _body;
    private bool _isOut;

    public CqlReply(CqlConnection connection) : base(connection.Services.Threads) => Connection = connection;

    /// <summary>The connection that carried the request; its <see cref="CqlConnection.Target"/> is the coordinator.</summary>
    public CqlConnection Connection { get; }

    /// <summary>How the request ended.</summary>
    public ReplyStatus Status { get; private set; }

    /// <summary>How far it had come: <see cref="CqlPhase.Queued"/> means that its bytes were never handed to the socket.</summary>
    public CqlPhase Phase { get; private set; }

    /// <summary>Why the connection was lost or not open; null otherwise.</summary>
    public Exception? Cause { get; private set; }

    /// <summary>The answer's header; its opcode may be ERROR. Meaningful when answered.</summary>
    public FrameHeader Header { get; private set; }

    /// <summary>The answer's whole body, decompressed, with whatever the flags put in front of it. Valid until <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Body => _body.Memory;

    /// <summary>Bytes of the request's header and body before compression and segments.</summary>
    public int BytesSent { get; private set; }

    /// <summary>Bytes of the answer's header and body after decompression.</summary>
    public int BytesReceived { get; private set; }

    /// <summary>The request id, for traces and logs; it may serve another request by now.</summary>
    public short RequestId { get; internal set; }

    /// <summary>The number of the output buffer that holds the request: what tells sent from not sent.</summary>
    internal long Batch { get; set; }

    /// <summary>The task that ends with this reply; await it once.</summary>
    internal new ValueTask<CqlReply> Task => base.Task;

    /// <summary>Gives the reply and its body back. A second call does nothing.</summary>
    public void Dispose()
    {
        if (!_isOut) return;
        _isOut = false;
        TakeBody().Return();
        Cause = null;
        Connection.Replies.Return(this);
    }

    /// <summary>Parses the answer.</summary>
    /// <exception cref="CqlProtocolException">The body is not what its header says: close the connection, the outcome is unknown.</exception>
    public Response Read() => Response.Read(Header, _body.Span);

    /// <summary>Hands the body to a new owner, who gives it back; the reply is left without one.</summary>
    public PooledBody TakeBody()
    {
        var body = _body;
        _body = default;
        return body;
    }

    /// <summary>Readies it for a request.</summary>
    internal void Begin(int bytesSent)
    {
        Debug.Assert(!_isOut, "A reply serves one request at a time.");
        _isOut = true;
        BytesSent = bytesSent;
        BytesReceived = 0;
        Phase = CqlPhase.Queued;
    }

    internal void Watch(CancellationToken cancellationToken) =>
        _registration = cancellationToken.UnsafeRegister(static reply => ((CqlReply)reply!).Connection.Cancel((CqlReply)reply), this);

    /// <summary>Takes the answer's body over, before <see cref="CompleteAnswered"/>.</summary>
    internal void SetAnswer(in FrameHeader header, PooledBody body)
    {
        Header = header;
        _body = body;
        BytesReceived = FrameHeader.Size + body.Length;
    }

    /// <summary>Where it was when its connection was lost, before <see cref="CompleteUnanswered"/>.</summary>
    internal void Note(CqlPhase phase) => Phase = phase;

    internal void CompleteAnswered()
    {
        Status = ReplyStatus.Answered;
        Phase = CqlPhase.Answered;
        Complete(this);
    }

    /// <summary>Ends without an answer. The caller has removed it from its connection's table.</summary>
    internal void CompleteUnanswered(ReplyStatus status, CqlPhase phase, Exception? cause)
    {
        SetUnanswered(status, phase, cause);
        Complete(this);
    }

    /// <summary>Ends before anything was asynchronous.</summary>
    internal ValueTask<CqlReply> Refuse(ReplyStatus status, Exception? cause)
    {
        SetUnanswered(status, CqlPhase.Queued, cause);
        return ValueTask.FromResult(this);
    }

    protected override void OnConsumed()
    {
        _registration.Dispose();
        _registration = default;
    }

    private void SetUnanswered(ReplyStatus status, CqlPhase phase, Exception? cause)
    {
        Status = status;
        Phase = phase;
        Cause = cause;
    }
}
