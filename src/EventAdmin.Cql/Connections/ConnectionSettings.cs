using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Connections;

/// <summary>How connections are opened and what they carry; one record serves all connections of a client.</summary>
internal sealed record ConnectionSettings
{
    /// <summary>The version to speak; null tries 5, then 4. Pin what the first connection got.</summary>
    public CqlProtocolVersion? Version { get; init; }

    /// <summary>What is asked for in STARTUP; a node that does not support it fails the connect.</summary>
    public CqlCompression Compression { get; init; } = CqlCompression.None;

    /// <summary>TLS; null speaks in the clear.</summary>
    public CqlTlsOptions? Tls { get; init; }

    /// <summary>Asked at each connect to a node that wants PLAIN; null fails there.</summary>
    public Func<CancellationToken, ValueTask<CqlCredentials>>? Credentials { get; init; }

    /// <summary>The name that the cluster must have; null takes any. Pin what the first connection found.</summary>
    public string? ClusterName { get; init; }

    /// <summary>The time that each step of opening has.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many requests may wait for their answers at a time: 1 to 32768.</summary>
    public int InFlightMax { get; init; } = 1024;

    /// <summary>From how many bytes of requests that wait for their answers on no further request is taken.</summary>
    public int BytesInFlightMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>The largest request, with its header; the server refuses more than 16 MiB.</summary>
    public int RequestBytesMax { get; init; } = 15 * 1024 * 1024;

    /// <summary>The largest answer; a larger one closes the connection.</summary>
    public int AnswerBytesMax { get; init; } = 256 * 1024 * 1024;

    /// <summary>Nothing received for this long asks the node for a sign of life.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the node may take to give one.</summary>
    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads and writes on two threads per connection instead of the pool's, for hosts whose pool is often starved.</summary>
    public bool DedicatedIoThreads { get; init; }
}
