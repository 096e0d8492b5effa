using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Sqlite.Maintenance;

/// <summary>What operators did to a store, as events of its own stream <c>$store</c>.</summary>
internal static class StoreJournal
{
    private static readonly StreamId Stream = StreamId.Parse("$store");

    /// <summary>Adds an entry to a store whose lock the caller holds. The head file is left to the caller.</summary>
    public static async Task AppendAsync(SqliteStorageOptions options, TimeProvider clock, JournalEntry entry, CancellationToken cancellationToken)
    {
        var storage = SqliteEventStorage.OpenUnproven(options, new EventLimits(), clock, NullLogger<SqliteEventStorage>.Instance);
        await using (storage.ConfigureAwait(false))
        {
            var append = AppendRequest.To(Stream, ExpectedVersion.Any, new NewEvent { Id = EventId.New(clock), Type = entry.Type, Data = entry.Data });
            var outcome = await storage.AppendAsync(append, cancellationToken).ConfigureAwait(false);
            if (outcome is not AppendOutcome.Appended)
                throw new StoreUnusableException($"Expected to note {entry.Type} in {Stream}, got {outcome}.");
        }
    }
}

/// <summary>One entry.</summary>
internal sealed record JournalEntry(string Type, ReadOnlyMemory<byte> Data);
