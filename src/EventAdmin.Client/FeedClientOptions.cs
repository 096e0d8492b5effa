namespace EventAdmin.Client;

/// <summary>How a <see cref="FeedClient"/> reaches its server.</summary>
public sealed record FeedClientOptions
{
    /// <summary>The address of the server, for example <c>http://localhost:5080</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>The wait before the first try to connect again; it doubles with every further one. Default 200 ms.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait between two tries. Default 10 s.</summary>
    public TimeSpan RetryDelayMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Envelopes that may wait for a slow reader. Default 16.</summary>
    public int EnvelopesWaitingMax { get; init; } = 16;
}
