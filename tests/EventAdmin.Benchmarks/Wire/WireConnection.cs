using System.Net.Sockets;
using System.Text;

namespace EventAdmin.Benchmarks.Wire;

/// <summary>
/// One kept connection that posts ready bytes and reads as much of each answer as it must: what it costs is not to be taken for what the
/// server costs.
/// </summary>
internal sealed class WireConnection : IDisposable
{
    private readonly TcpClient _socket;
    private readonly NetworkStream _stream;
    private readonly byte[] _answer = new byte[16 * 1024];

    private WireConnection(TcpClient socket) => (_socket, _stream) = (socket, socket.GetStream());

    public static async Task<WireConnection> OpenAsync(Uri server)
    {
        var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port);
        return new WireConnection(socket);
    }

    /// <summary>A whole request, ready to be sent.</summary>
    public static byte[] Post(string path, string json) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");

    /// <summary>Sends a request and answers with the status of its answer, once all of that is there.</summary>
    public async Task<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        await _stream.WriteAsync(request);
        var length = 0;
        while (true)
        {
            var count = await _stream.ReadAsync(_answer.AsMemory(length));
            if (count == 0)
                throw new InvalidOperationException("The server closed the connection.");
            length += count;
            if (IsWhole(_answer.AsSpan(0, length)))
                return int.Parse(_answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var at = answer.IndexOf("Content-Length: "u8) + "Content-Length: "u8.Length;
        var digits = answer[at..];
        return answer.Length >= end + 4 + int.Parse(digits[..digits.IndexOf((byte)'\r')], System.Globalization.CultureInfo.InvariantCulture);
    }
}
