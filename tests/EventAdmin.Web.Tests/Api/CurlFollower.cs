using System.Diagnostics;
using System.Text;
using System.Text.Json;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Web.Tests.Api;

/// <summary>Follows server-sent events with curl: a program that nobody of us wrote, and that can be killed at any byte.</summary>
internal sealed class CurlFollower : IAsyncDisposable
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(1);

    private readonly Process _curl;

    private CurlFollower(Process curl) => _curl = curl;

    public static CurlFollower Start(Uri server, string query, string? lastEventId = null)
    {
        List<string> arguments = ["--silent", "--no-buffer", new Uri(server, $"/api/feed/live{query}").AbsoluteUri];
        if (lastEventId is not null)
            arguments.AddRange(["--header", $"Last-Event-ID: {lastEventId}"]);
        var start = new ProcessStartInfo("curl", arguments) { UseShellExecute = false, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 };
        return new CurlFollower(Process.Start(start) ?? throw new InvalidOperationException("Expected curl to start."));
    }

    /// <summary>The next whole message, comments passed over; null when the connection has ended.</summary>
    public async Task<SentMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        var message = new SentMessage("", "", "");
        var data = new List<string>();
        while (await _curl.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(TimeMax, cancellationToken) is { } line)
        {
            if (line.Length == 0 && data.Count > 0)
                return message with { Data = string.Join('\n', data) };
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                message = message with { Id = line[4..] };
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
                message = message with { Name = line[7..] };
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data.Add(line[6..]);
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_curl.HasExited)
            _curl.Kill();
        await _curl.WaitForExitAsync(CancellationToken.None);
        _curl.Dispose();
    }
}

/// <summary>One server-sent event.</summary>
internal sealed record SentMessage(string Id, string Name, string Data)
{
    public FeedEvent? Event => Name == FeedProgress.EventMessage ? JsonSerializer.Deserialize<FeedEvent>(Data, WireJson.Options) : null;

    public FeedProgress? Progress => Name == FeedProgress.ProgressMessage ? JsonSerializer.Deserialize<FeedProgress>(Data, WireJson.Options) : null;
}
