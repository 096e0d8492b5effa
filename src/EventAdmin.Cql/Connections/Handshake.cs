using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Connections;

/// <summary>The part of a connection's opening that comes before framing: one question, one answer, nothing behind it.</summary>
/// <remarks>https://github.com/apache/cassandra/blob/trunk/doc/native_protocol_v5.spec, sections 2.1 and 4.1.</remarks>
internal sealed class Handshake(Stream transport, CqlProtocolVersion version, int answerBytesMax) : IDisposable
{
    private bool _isHandedOver;

    /// <summary>What has read the answers so far; whoever takes it over disposes it.</summary>
    public FrameDecoder Input { get; } = new(answerBytesMax);

    /// <summary>Sends a request and reads the one answer to it.</summary>
    public async Task<HandshakeAnswer> AskAsync<TRequest>(TRequest request, CancellationToken cancellationToken)
        where TRequest : struct, IRequest
    {
        var envelope = RequestEnvelope.ToArray(request, version, requestId: 0, default);
        await transport.WriteAsync(envelope, cancellationToken).ConfigureAwait(false);
        FrameHeader header;
        while (!Input.TryRead(out header, out _))
        {
            var count = await transport.ReadAsync(Input.GetMemory(), cancellationToken).ConfigureAwait(false);
            if (count == 0) throw new CqlConnectionException("The node closed the connection.", CqlOutcome.NotExecuted);
            Input.Advance(count);
        }

        var taken = Input.TakeBody();
        var body = taken.Span.ToArray();
        taken.Return();
        return new HandshakeAnswer(header, body);
    }

    /// <summary>
    /// Sends STARTUP and reads its answer. In version 4 a node compresses that answer already when STARTUP asked for it, although it is not
    /// framed otherwise [seen on 5.0.9].
    /// </summary>
    public Task<HandshakeAnswer> StartAsync(StartupRequest startup, CqlCompression compression, CancellationToken cancellationToken)
    {
        if (version == CqlProtocolVersion.V4) Input.Use(FrameFormats.After(version, compression), version);
        return AskAsync(startup, cancellationToken);
    }

    /// <summary>STARTUP is over: what follows is framed.</summary>
    public FrameDecoder HandOver(CqlCompression compression)
    {
        _isHandedOver = true;
        Input.Use(FrameFormats.After(version, compression), version);
        return Input;
    }

    public void Dispose()
    {
        if (!_isHandedOver) Input.Dispose();
    }
}

/// <summary>An answer of the handshake, in an array of its own.</summary>
internal readonly record struct HandshakeAnswer(FrameHeader Header, byte[] Body);
