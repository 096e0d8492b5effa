using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Client;

/// <summary>How an <see cref="EventAdminClient"/> reads.</summary>
public sealed record EventAdminClientOptions
{
    /// <summary>The defaults.</summary>
    public static readonly EventAdminClientOptions Default = new();

    /// <summary>How long a read is tried, all tries of one page together. Default 30 s.</summary>
    public TimeSpan ReadDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Events or streams a page; the server may give fewer. 1 to 1,000, default 256.</summary>
    public int PageSize { get; init; } = 256;

    /// <summary>Is told of every try that failed and is made again; null when nobody listens. Called from the caller's own await.</summary>
    public Action<RetryNotice>? OnRetry { get; init; }

    /// <summary>Logs what happens to the feed's connection.</summary>
    public ILogger<FeedClient> FeedLogger { get; init; } = NullLogger<FeedClient>.Instance;
}

/// <summary>A try failed, and another one is made.</summary>
/// <param name="Reason">Why, for people.</param>
/// <param name="Verdict">What is known of that try.</param>
/// <param name="Tries">Tries so far.</param>
/// <param name="Delay">The wait before the next one.</param>
public sealed record RetryNotice(string Reason, HttpVerdict Verdict, int Tries, TimeSpan Delay);
