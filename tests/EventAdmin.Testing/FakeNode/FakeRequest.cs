namespace EventAdmin.Testing.FakeNode;

/// <summary>Operation codes of requests.</summary>
public enum FakeOpcode
{
    Error = 0x00,
    Startup = 0x01,
    Ready = 0x02,
    Authenticate = 0x03,
    Options = 0x05,
    Supported = 0x06,
    Query = 0x07,
    Result = 0x08,
    Prepare = 0x09,
    Execute = 0x0A,
    Register = 0x0B,
    Notice = 0x0C,
    Batch = 0x0D,
    AuthChallenge = 0x0E,
    AuthResponse = 0x0F,
    AuthSuccess = 0x10,
}

/// <summary>A request as a node saw it: every byte of its envelope, and what they say.</summary>
public sealed record FakeRequest
{
    /// <summary>Of the whole cluster, from 1, in the order of arrival.</summary>
    public required long Number { get; init; }

    public required FakeCqlNode Node { get; init; }

    /// <summary>Of the node, from 1.</summary>
    public required int Connection { get; init; }

    /// <summary>The envelope: nine bytes of header, then the body as it was before compression.</summary>
    public required byte[] Envelope { get; init; }

    public required byte Version { get; init; }

    public required byte Flags { get; init; }

    public required short RequestId { get; init; }

    public required FakeOpcode Opcode { get; init; }

    /// <summary>The text of a QUERY or PREPARE, and of an EXECUTE whose statement the node knows.</summary>
    public string Cql { get; init; } = "";

    /// <summary>Of an EXECUTE.</summary>
    public byte[] StatementId { get; init; } = [];

    /// <summary>Of an EXECUTE in v5.</summary>
    public byte[] ResultMetadataId { get; init; } = [];

    public IReadOnlyList<FakeValue> Values { get; init; } = [];

    public ushort Consistency { get; init; }

    public ushort? SerialConsistency { get; init; }

    public int? PageSize { get; init; }

    public byte[]? PagingState { get; init; }

    public long? TimestampMicros { get; init; }

    public string? Keyspace { get; init; }

    public bool SkipsMetadata { get; init; }

    /// <summary>Of a BATCH: 0 logged, 1 unlogged, 2 counter.</summary>
    public byte BatchKind { get; init; }

    public IReadOnlyList<FakeBatchEntry> Batch { get; init; } = [];

    /// <summary>Of a STARTUP.</summary>
    public IReadOnlyDictionary<string, string> StartupOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Of a REGISTER.</summary>
    public IReadOnlyList<string> RegisteredNotices { get; init; } = [];

    /// <summary>Of an AUTH_RESPONSE.</summary>
    public byte[]? Token { get; init; }

    public IReadOnlyDictionary<string, byte[]> Payload { get; init; } = new Dictionary<string, byte[]>();

    public bool IsTraced => (Flags & 0x02) != 0;

    /// <summary>It is sent by a caller, not by the client on its own behalf.</summary>
    public bool IsStatement => Opcode is FakeOpcode.Query or FakeOpcode.Execute or FakeOpcode.Batch
        && !Cql.Contains(" system", StringComparison.OrdinalIgnoreCase);

    /// <summary>It has a condition: it may reach the wire once.</summary>
    public bool IsConditional => Batch.Count > 0
        ? Batch.Any(entry => HasCondition(entry.Cql))
        : Opcode is FakeOpcode.Query or FakeOpcode.Execute && HasCondition(Cql);

    private static bool HasCondition(string cql) => cql.Contains(" IF ", StringComparison.OrdinalIgnoreCase)
        && !cql.StartsWith("CREATE", StringComparison.OrdinalIgnoreCase) && !cql.StartsWith("DROP", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A statement of a batch.</summary>
public sealed record FakeBatchEntry(string Cql, byte[] StatementId, IReadOnlyList<FakeValue> Values);
