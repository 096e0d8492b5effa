namespace EventAdmin.Testing.Cassandra;

/// <summary>What a cluster is to be.</summary>
public sealed record ClusterOptions
{
    public ClusterShape Shape { get; init; } = ClusterShape.OneNode;

    /// <summary>Keys of <c>cassandra.yaml</c> over the harness's own; an empty value takes the key out.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Statements that a new cluster is given before anyone uses it. Outside of continuous integration they are kept with the data as a template,
    /// and the next start is spared them.
    /// </summary>
    public IReadOnlyList<string> Schema { get; init; } = [];

    /// <summary>Clients must use TLS; the nodes' certificates name their addresses.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Clients must log in. The first account is <c>cassandra</c> with the password <c>cassandra</c>.</summary>
    public bool IsAuthenticated { get; init; }

    /// <summary>Writes are flushed to the disk, as in production. Off: starts and tables are quicker, and a power cut is not survived.</summary>
    public bool IsDurable { get; init; }

    /// <summary>The Java heap of a node, in MiB; a node takes about 350 MiB more.</summary>
    public int HeapMebibytes { get; init; } = 512;

    /// <summary>How long the nodes may take until all of them answer.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);
}
