using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Configuration;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Heads;
using EventAdmin.Storage.Sqlite.Rows;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Sqlite.Writing;

/// <summary>What the writer loop is made of.</summary>
internal sealed record WriterParts
{
    public required string Path { get; init; }

    public required string HeadsPath { get; init; }

    public required SqliteDatabase Database { get; init; }

    /// <summary>Who reads; what is closed to be verified is closed for all.</summary>
    public required ReaderPool Readers { get; init; }

    public required SqliteStorageOptions Options { get; init; }

    public required NameCache Names { get; init; }

    public required DeletedStreams Deleted { get; init; }

    public required Quarantine Quarantine { get; init; }

    public required FeedSignal Changed { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>The head file; null when there is none to go on with.</summary>
    public required HeadFile? Heads { get; init; }

    /// <summary>Why the store can't prove what it holds, without a full stop; null when it can.</summary>
    public required string? Suspicion { get; init; }
}
