using System.ComponentModel.DataAnnotations;
using System.Net;
using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Sessions;

namespace EventAdmin.Storage.Cassandra.Configuration;

/// <summary>Where the cluster is and what the store on it is like. Contact points and the datacenter must be given.</summary>
public sealed class CassandraOptions
{
    /// <summary>The configuration section that they are read from.</summary>
    public const string Section = "Storage:Cassandra";

    /// <summary>Host names or addresses of some nodes, each with or without a port.</summary>
    [MinLength(1)]
    public IList<string> ContactPoints { get; } = [];

    /// <summary>The port of contact points without one. Default 9042; 1 to 65535.</summary>
    [Range(1, IPEndPoint.MaxPort)]
    public int Port { get; set; } = 9042;

    /// <summary>The keyspace, which is one store: lower-case letters, digits and underscores, a letter first, at most 48. Default <c>eventadmin</c>.</summary>
    [Required, RegularExpression("^[a-z][a-z0-9_]{0,47}$")]
    public string Keyspace { get; set; } = "eventadmin";

    /// <summary>The datacenter that this instance stands in or beside, by Cassandra's name for it.</summary>
    [Required, MinLength(1)]
    public string LocalDatacenter { get; set; } = "";

    /// <summary>What the store does when a datacenter is lost. Must agree with the store once it is made. Default home-region.</summary>
    public StoreTier Tier { get; set; } = StoreTier.HomeRegion;

    /// <summary>The datacenter in which a <c>home-region</c> store decides. Null (default): <see cref="LocalDatacenter"/> when the store is made, then what the store says.</summary>
    public string? HomeDatacenter { get; set; }

    /// <summary>How many owners share the streams. Only 1 in this release, which gives one total order. Default 1.</summary>
    public int Shards { get; set; } = 1;

    /// <summary>Versions of a stream that share a partition, more than an append has events. Fixed when the store is made. Default 4096; 4 to 65536.</summary>
    [Range(4, 65_536)]
    public int BucketSize { get; set; } = 4096;

    /// <summary>Numbers of the log that share a partition. Fixed when the store is made. Default 4096; 8 to 65536.</summary>
    [Range(8, 65_536)]
    public int SegmentSize { get; set; } = 4096;

    /// <summary>What happens at the start when the tables are missing or older. Default Require.</summary>
    public SchemaMode Schema { get; set; } = SchemaMode.Require;

    /// <summary>TLS; null (default) for none.</summary>
    public CassandraTlsOptions? Tls { get; set; }

    /// <summary>The account's name; null (default) where nodes ask for none.</summary>
    public string? UserName { get; set; }

    /// <summary>The account's password.</summary>
    public string? Password { get; set; }

    /// <summary>Gives the account, asked at every connect so that it can change; null (default) for <see cref="UserName"/> and <see cref="Password"/>.</summary>
    public Func<CancellationToken, ValueTask<CqlCredentials>>? Credentials { get; set; }

    /// <summary>Where other instances reach this one, as an http or https address. Null (default): this instance is alone.</summary>
    public Uri? InstanceAddress { get; set; }

    /// <summary>
    /// The key by which instances of one store know each other, in base64: 32 bytes at least, the same on all of them. Null (default): appends
    /// are not handed on to the instance that owns the shard, and come to nothing on every other.
    /// </summary>
    public string? InstanceKey { get; set; }

    /// <summary>How far the clock of this host and those of the nodes may differ before it is said. Default 1 s; 10 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan ClockLimit { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>True where one copy of the data is allowed, which any node's end loses. Set in Development. Default false.</summary>
    public bool IsOneCopyAllowed { get; set; }

    /// <summary>The client's options.</summary>
    internal CqlOptions ToClient(CqlTlsOptions? tls) => new()
    {
        ContactPoints = [.. ContactPoints],
        LocalDatacenter = LocalDatacenter,
        Port = Port,
        Tls = tls,
        Credentials = Credentials ?? (UserName is { } user && Password is { } password
            ? _ => ValueTask.FromResult(new CqlCredentials(user, password))
            : null),
    };
}
