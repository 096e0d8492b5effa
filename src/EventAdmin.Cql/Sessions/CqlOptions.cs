using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>How a client reaches its cluster. The defaults work; contact points and the datacenter must be given.</summary>
public sealed record CqlOptions
{
    private const int MiB = 1024 * 1024;

    /// <summary>Host names or addresses of some nodes, each with or without a port; names are resolved anew at every round of attempts.</summary>
    public required IReadOnlyList<string> ContactPoints { get; init; }

    /// <summary>The datacenter that requests go to when their call names none.</summary>
    public required string LocalDatacenter { get; init; }

    /// <summary>The port of contact points without one. Default 9042.</summary>
    public int Port { get; init; } = 9042;

    /// <summary>The protocol's version; null for the highest that the first node speaks. Default null.</summary>
    public CqlProtocolVersion? ProtocolVersion { get; init; }

    /// <summary>Whether messages are compressed. Default none.</summary>
    public CqlCompression Compression { get; init; } = CqlCompression.None;

    /// <summary>TLS; null for none. Default null.</summary>
    public CqlTlsOptions? Tls { get; init; }

    /// <summary>Gives the credentials, asked at every connect so that they can change; null for none. Default null.</summary>
    public Func<CancellationToken, ValueTask<CqlCredentials>>? Credentials { get; init; }

    /// <summary>Connections to each node of a datacenter that is used. Default a quarter of the processors, 1 to 4; 1 to 64.</summary>
    public int ConnectionsPerNode { get; init; } = Math.Clamp(Environment.ProcessorCount / 4, 1, 4);

    /// <summary>Requests under way on one connection. Default 1024; 16 to 32768.</summary>
    public int InFlightMax { get; init; } = 1024;

    /// <summary>Bytes of requests under way on one connection. Default 8 MiB; 1 MiB to 256 MiB.</summary>
    public int BytesInFlightMax { get; init; } = 8 * MiB;

    /// <summary>Requests that wait for one node when its connections are full. Default 4096; 0 to 1,000,000.</summary>
    public int QueueLengthMax { get; init; } = 4096;

    /// <summary>How long a request waits so. Default 50 ms; up to 60 s.</summary>
    public TimeSpan QueueTimeMax { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a call takes at most. Default 5 s; 1 ms to 1 h.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one attempt takes at most. Default 2.5 s; 1 ms up to <see cref="Timeout"/>.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>How long each step of opening a connection takes at most. Default 5 s; 10 ms to 5 min.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Rows per page. Default 1000; 1 to 1,000,000.</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>After how much silence a connection is asked whether it lives. Default 10 s; 10 ms to 1 h.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the answer to that may take. Default 5 s; 10 ms to 1 h.</summary>
    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The first pause before a node is tried again. Default 250 ms; 1 ms up to <see cref="ReconnectDelayMax"/>.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause before a node is tried again. Default 30 s; up to 1 h.</summary>
    public TimeSpan ReconnectDelayMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is sent at most. Default 3; 1 to 10.</summary>
    public int AttemptsMax { get; init; } = 3;

    /// <summary>The share of the requests of the last 10 s that may be sent again. Default 0.1; 0 to 1.</summary>
    public double RetryShare { get; init; } = 0.1;

    /// <summary>How many may be sent again in any case, per second. Default 10; 0 to 100,000.</summary>
    public int RetriesPerSecondMin { get; init; } = 10;

    /// <summary>When a second node is asked beside a slow one. Default never.</summary>
    public CqlSpeculation Speculation { get; init; } = CqlSpeculation.Off;

    /// <summary>The largest message that is sent. Default 15 MiB; 64 KiB to 255 MiB. The server's own limit is 16 MiB unless it is changed.</summary>
    public int RequestBytesMax { get; init; } = 15 * MiB;

    /// <summary>Whether connections read and write on threads of their own instead of the pool's. Default false.</summary>
    public bool DedicatedIoThreads { get; init; }

    /// <summary>From which duration on a request is kept among the slow ones. Default 500 ms.</summary>
    public TimeSpan SlowRequest { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long disposing waits for answers. Default 10 s; up to 5 min.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Limits of what is under way per node; null for none but those above. Default null.</summary>
    public ICqlNodeAdmission? NodeAdmission { get; init; }

    /// <summary>Everything that is wrong with these options, each with its range; empty when they can be used.</summary>
    public IReadOnlyList<string> FindProblems() => new OptionsCheck(this).Run();

    internal void ThrowIfInvalid() => ThrowIfInvalid(this);

    private static void ThrowIfInvalid(CqlOptions options)
    {
        if (options.FindProblems() is { Count: > 0 } problems)
            throw new ArgumentException($"The options of the CQL client cannot be used: {string.Join(' ', problems)}", nameof(options));
    }
}

/// <summary>When a second node is asked beside a slow one.</summary>
public enum CqlSpeculation
{
    /// <summary>Never.</summary>
    Off,

    /// <summary>For reads whose call asks for it.</summary>
    Reads,

    /// <summary>For reads and for idempotent writes whose call asks for it.</summary>
    ReadsAndIdempotentWrites,
}
