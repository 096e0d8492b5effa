using System.Buffers.Text;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;

namespace EventAdmin.Benchmarks.Wire;

/// <summary>One client of the hub, by its protocol alone: it looks for the time at which each event was sent and leaves the rest unread.</summary>
internal sealed class HubReader : IDisposable
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[512 * 1024];

    /// <summary>Latencies in milliseconds: how many events had each.</summary>
    public long[] Latencies { get; } = new long[60_000];

    public long Events { get; private set; }

    public async Task ConnectAsync(Uri server, CancellationToken cancellationToken)
    {
        await _socket.ConnectAsync(new Uri($"ws://{server.Authority}/hubs/feed"), cancellationToken);
        await SendAsync("{\"protocol\":\"json\",\"version\":1}", cancellationToken);
        await SendAsync("{\"type\":4,\"invocationId\":\"1\",\"target\":\"Subscribe\",\"arguments\":[{\"after\":\"now\",\"types\":[]}]}", cancellationToken);
    }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var pinging = PingAsync(cancellationToken);
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                Count(_buffer.AsSpan(0, length));
            }
        }
        catch (OperationCanceledException)
        {
            await pinging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _socket.Dispose();

    // The data are text inside of JSON, so their quotes are escaped: \"sent\":123
    private void Count(ReadOnlySpan<byte> message)
    {
        var now = Stopwatch.GetTimestamp();
        var mark = "sent\\\":"u8;
        for (var at = message.IndexOf(mark); at >= 0; at = message.IndexOf(mark))
        {
            message = message[(at + mark.Length)..];
            if (!Utf8Parser.TryParse(message, out long sent, out _))
                continue;
            Events++;
            Latencies[Math.Clamp((int)Stopwatch.GetElapsedTime(sent, now).TotalMilliseconds, 0, Latencies.Length - 1)]++;
        }
    }

    private async Task PingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(PingEvery, TimeProvider.System, cancellationToken);
            await SendAsync("{\"type\":6}", cancellationToken);
        }
    }

    private Task SendAsync(string message, CancellationToken cancellationToken) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message + "\u001e"), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
}
