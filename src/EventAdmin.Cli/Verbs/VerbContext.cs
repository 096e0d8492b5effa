using EventAdmin.Cli.Settings;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client;

namespace EventAdmin.Cli.Verbs;

/// <summary>What a verb has at hand.</summary>
internal sealed class VerbContext : IDisposable
{
    /// <summary>For verbs that never give up by themselves; about the longest time that a timer takes.</summary>
    public static readonly TimeSpan Endless = TimeSpan.FromDays(40);

    private static readonly TimeSpan ConnectTimeMax = TimeSpan.FromSeconds(5);

    // A server that took the connection and says nothing has to be left some time.
    private static readonly TimeSpan TryTimeMax = TimeSpan.FromSeconds(30);

    public VerbContext(Screen screen, ClientSettings settings)
    {
        (Screen, Settings) = (screen, settings);
        Http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = ConnectTimeMax, UseProxy = !settings.Server.Value.IsLoopback })
        {
            BaseAddress = settings.Server.Value,
            Timeout = TryTimeMax,
        };
    }

    public Screen Screen { get; }

    public ClientSettings Settings { get; }

    public HttpClient Http { get; }

    /// <summary>How long to try, where <c>--timeout</c> does not say.</summary>
    public TimeSpan Timeout(TimeSpan byDefault) => Settings.Timeout.Value is { } patience ? patience.Value ?? Endless : byDefault;

    /// <summary>A client that reads within <c>--timeout</c>, or half a minute.</summary>
    public EventAdminClient Client(int pageSize = 256, Action<RetryNotice>? onRetry = null) => Client(TimeSpan.FromSeconds(30), pageSize, onRetry);

    /// <summary>A client for verbs that wait for a server that went away.</summary>
    public EventAdminClient PatientClient(Action<RetryNotice> onRetry) => Client(Endless, 256, onRetry);

    private EventAdminClient Client(TimeSpan deadline, int pageSize, Action<RetryNotice>? onRetry) =>
        new(Http, Screen.Clock, new EventAdminClientOptions { ReadDeadline = Timeout(deadline), PageSize = pageSize, OnRetry = onRetry });

    public void Dispose() => Http.Dispose();
}
