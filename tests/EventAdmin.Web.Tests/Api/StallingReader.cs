using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace EventAdmin.Web.Tests.Api;

/// <summary>Reads server-sent events from a bare socket, and only when told: what was not read waits on the wire.</summary>
internal sealed class StallingReader : IAsyncDisposable
{
    private readonly TcpClient _socket;
    private readonly StreamReader _lines;

    private StallingReader(TcpClient socket)
    {
        _socket = socket;
        _lines = new StreamReader(socket.GetStream(), Encoding.UTF8);
    }

    public static async Task<StallingReader> ConnectAsync(Uri server, string address, CancellationToken cancellationToken)
    {
        // Little may wait in the system, so that the server feels at once that nobody reads.
        var socket = new TcpClient { ReceiveBufferSize = 16 * 1024 };
        await socket.ConnectAsync(server.Host, server.Port, cancellationToken);
        // HTTP 1.0: the body comes as it is, without chunks.
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {address} HTTP/1.0\r\nHost: localhost\r\n\r\n"), cancellationToken);
        return new StallingReader(socket);
    }

    public async Task ReadUntilAsync(string text, CancellationToken cancellationToken)
    {
        while (await _lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }

        throw new InvalidOperationException($"Expected '{text}', the connection ended.");
    }

    /// <summary>The places of so many events, in the order in which they came.</summary>
    public async Task<List<(string? Stream, long Version)>> ReadVersionsAsync(int count, CancellationToken cancellationToken)
    {
        var places = new List<(string? Stream, long Version)>();
        while (places.Count < count)
        {
            var line = await _lines.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException($"Expected {count} events, got {places.Count}.");
            if (!line.StartsWith("data: {\"id\":", StringComparison.Ordinal))
                continue;
            var e = JsonElement.Parse(line.AsSpan(6));
            places.Add((e.GetProperty("stream").GetString(), e.GetProperty("version").GetInt64()));
        }

        return places;
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
