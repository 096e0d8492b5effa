using System.Net;
using System.Net.Sockets;
using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Connections;

/// <summary>A server of version 4 on threads of its own, that answers everything: needs no pool thread.</summary>
internal sealed class BlockingServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public BlockingServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Target = new ConnectionTarget { EndPoint = (IPEndPoint)_listener.LocalEndPoint! };
        StartThread(Accept);
    }

    public ConnectionTarget Target { get; }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void StartThread(Action run) => new Thread(() =>
    {
        try
        {
            run();
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // The other end, or the test, is over.
        }
    })
    { IsBackground = true }.UnsafeStart();

    private static void Serve(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        var header = new byte[FrameHeader.Size];
        while (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length)
        {
            var parsed = FrameHeader.Read(header);
            var body = new byte[parsed.Length];
            stream.ReadExactly(body);
            stream.Write(AnswerTo(new PeerRequest(parsed, body)));
        }
    }

    private static byte[] AnswerTo(PeerRequest request)
    {
        if (request.Header.Version > 4) return Wire.Envelope(CqlProtocolVersion.V4, request.Id, Opcode.Error, Wire.Error(0x000A, "No."));
        var (opcode, body) = Wire.HandshakeAnswer(request, new PeerScript()) ?? (Opcode.Result, Wire.Void);
        return Wire.Envelope(CqlProtocolVersion.V4, request.Id, opcode, body);
    }

    private void Accept()
    {
        while (true)
        {
            var socket = _listener.Accept();
            socket.NoDelay = true;
            StartThread(() => Serve(socket));
        }
    }
}
