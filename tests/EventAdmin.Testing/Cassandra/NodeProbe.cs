using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EventAdmin.Testing.Cassandra;

/// <summary>
/// One connection that speaks as much of the native protocol (version 4) as making a cluster ready takes: a greeting, a login, statements without
/// values. It is not the client that the tests are about, so that a fault there does not keep clusters from starting.
/// </summary>
internal sealed class NodeProbe : IAsyncDisposable
{
    private const byte Startup = 0x01, Options = 0x05, Query = 0x07, AuthResponse = 0x0F;
    private const byte Error = 0x00, Authenticate = 0x03;
    private const byte LastOpcodeOfUse = 0x10;
    private const int HeaderBytes = 9;
    private const int UuidBytes = 16;
    private const ushort One = 1;

    private readonly TcpClient _socket;
    private readonly Stream _wire;
    private byte[] _answer = [];

    private NodeProbe(TcpClient socket, Stream wire)
    {
        _socket = socket;
        _wire = wire;
    }

    /// <summary>Connects and logs in.</summary>
    /// <exception cref="NodeRefusedException">The node answered with an error.</exception>
    public static async Task<NodeProbe> ConnectAsync(string address, X509Certificate2? trusted, bool logsIn, CancellationToken cancellationToken)
    {
        var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(IPAddress.Parse(address), NodeSettings.NativePort, cancellationToken);
            var probe = new NodeProbe(socket, trusted is null ? socket.GetStream() : await EncryptAsync(socket, address, trusted, cancellationToken));
            await probe.ShakeHandsAsync(logsIn, cancellationToken);
            return probe;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Runs a statement; its rows are not read.</summary>
    /// <exception cref="NodeRefusedException">The node answered with an error.</exception>
    public Task QueryAsync(string cql, ushort consistency, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetBytes(cql);
        var body = new byte[4 + text.Length + 3];
        BinaryPrimitives.WriteInt32BigEndian(body, text.Length);
        text.CopyTo(body, 4);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(4 + text.Length), consistency);
        return AskAsync(Query, body, cancellationToken);
    }

    /// <summary>The version of the schema that the node has.</summary>
    public async Task<Guid> ReadSchemaVersionAsync(CancellationToken cancellationToken)
    {
        await QueryAsync("SELECT schema_version FROM system.local WHERE key = 'local'", One, cancellationToken);
        // One row with one value ends the answer.
        return new Guid(_answer.AsSpan()[^UuidBytes..], bigEndian: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _wire.DisposeAsync();
        _socket.Dispose();
    }

    private static async Task<Stream> EncryptAsync(TcpClient socket, string address, X509Certificate2 trusted, CancellationToken cancellationToken)
    {
        var encrypted = new SslStream(socket.GetStream());
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(trusted);
        await encrypted.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = address, CertificateChainPolicy = policy }, cancellationToken);
        return encrypted;
    }

    private async Task ShakeHandsAsync(bool logsIn, CancellationToken cancellationToken)
    {
        await AskAsync(Options, [], cancellationToken);
        var answer = await AskAsync(Startup, [0, 1, 0, 11, .. "CQL_VERSION"u8, 0, 5, .. "3.0.0"u8], cancellationToken);
        if (answer == Authenticate && logsIn)
        {
            var token = "\0cassandra\0cassandra"u8.ToArray();
            await AskAsync(AuthResponse, [0, 0, 0, (byte)token.Length, .. token], cancellationToken);
        }
    }

    // Answers the opcode of the answer.
    private async Task<byte> AskAsync(byte opcode, byte[] body, CancellationToken cancellationToken)
    {
        var request = new byte[HeaderBytes + body.Length];
        request[0] = 4;
        request[4] = opcode;
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(5), body.Length);
        body.CopyTo(request, HeaderBytes);
        await _wire.WriteAsync(request, cancellationToken);

        var header = new byte[HeaderBytes];
        await _wire.ReadExactlyAsync(header, cancellationToken);
        _answer = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5))];
        await _wire.ReadExactlyAsync(_answer, cancellationToken);
        if (header[4] == Error)
            throw new NodeRefusedException(BinaryPrimitives.ReadInt32BigEndian(_answer), Encoding.UTF8.GetString(_answer.AsSpan(6)));
        return header[4] <= LastOpcodeOfUse ? header[4] : throw new InvalidDataException($"Expected an answer of the protocol, found opcode {header[4]}.");
    }
}

/// <summary>A node answered with an error.</summary>
internal sealed class NodeRefusedException(int code, string message) : Exception($"{message} ({code:x4})")
{
    public int Code { get; } = code;
}
