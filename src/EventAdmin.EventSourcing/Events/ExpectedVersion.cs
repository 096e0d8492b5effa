namespace EventAdmin.EventSourcing.Events;

/// <summary>What an append expects of a stream: that it has no events, any state, at least one event, or exactly a last version.</summary>
public readonly record struct ExpectedVersion
{
    private enum Kind
    {
        Any,
        NoStream,
        StreamExists,
        Exactly,
    }

    private readonly Kind _kind;
    private readonly StreamVersion _version;

    private ExpectedVersion(Kind kind, StreamVersion version = default)
    {
        _kind = kind;
        _version = version;
    }

    /// <summary>The stream may be in any state.</summary>
    public static ExpectedVersion Any { get; }

    /// <summary>The stream has no events (never had, or they were all deleted).</summary>
    public static ExpectedVersion NoStream { get; } = new(Kind.NoStream);

    /// <summary>The stream has at least one event.</summary>
    public static ExpectedVersion StreamExists { get; } = new(Kind.StreamExists);

    /// <summary>The stream's newest event has exactly this version.</summary>
    public static ExpectedVersion Exactly(StreamVersion version) => new(Kind.Exactly, version);

    /// <summary>The version that is expected exactly; null for every other expectation.</summary>
    public StreamVersion? ExactVersion => _kind == Kind.Exactly ? _version : null;

    /// <summary>
    /// True when the expectation alone tells a first try from a retry: a retry of an append that was stored finds its stream moved on.
    /// </summary>
    public bool TellsRetriesApart => _kind is Kind.NoStream or Kind.Exactly;

    /// <summary>True when a stream whose newest version is <paramref name="head"/> (null: it has no events) is as expected.</summary>
    public bool Holds(StreamVersion? head) => _kind switch
    {
        Kind.Any => true,
        Kind.NoStream => head is null,
        Kind.StreamExists => head is not null,
        Kind.Exactly => head == _version,
        _ => throw new InvalidOperationException($"Expected a known kind of expectation, found {_kind}."),
    };

    /// <summary>Reads <c>any</c>, <c>no-stream</c>, <c>stream-exists</c>, <c>v57</c> or <c>57</c>.</summary>
    public static bool TryParse(string? text, out ExpectedVersion expected)
    {
        (var ok, expected) = text switch
        {
            "any" => (true, Any),
            "no-stream" => (true, NoStream),
            "stream-exists" => (true, StreamExists),
            _ => StreamVersion.TryParse(text, out var version) ? (true, Exactly(version)) : (false, default),
        };
        return ok;
    }

    /// <inheritdoc/>
    public override string ToString() => _kind switch
    {
        Kind.Any => "any",
        Kind.NoStream => "no-stream",
        Kind.StreamExists => "stream-exists",
        _ => _version.ToString(),
    };
}
