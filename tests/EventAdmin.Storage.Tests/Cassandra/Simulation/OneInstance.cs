using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Owning;
using EventAdmin.Storage.Cassandra.Rows;
using EventAdmin.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Storage.Tests.Cassandra.Simulation;

/// <summary>One instance over simulated tables, of which a test says step by step what becomes of its requests.</summary>
internal sealed class OneInstance : IAsyncDisposable
{
    public OneInstance(SimulatedTables tables)
    {
        var parts = new OwnerParts
        {
            Session = new SimulatedSession(tables, Network),
            Settings = new ShardSettings
            {
                Keyspace = SimulatedTables.Keyspace,
                Line = SimulatedHistory.Line,
                Buckets = new Buckets(4),
                Segments = new Buckets(8),
                SerialLevel = CqlConsistency.LocalSerial,
                CommitLevel = CqlConsistency.LocalQuorum,
                Instance = EventId.New(TimeProvider.System).Value,
            },
            Clock = Clock,
            Timers = Clock,
            Logger = NullLogger.Instance,
            IsInline = true,
        };
        Owner = new ShardOwner(parts);
        Appender = new ShardAppender(parts, Owner, new EventLimits());
        Owner.Start();
    }

    public FakeTimeProvider Clock { get; } = new(TestTime.Start);

    public SimulatedNetwork Network { get; } = new();

    public ShardOwner Owner { get; }

    public ShardAppender Appender { get; }

    /// <summary>Lets everything succeed, and time pass, until something is so.</summary>
    public async Task RunUntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            if (Network.Waiting > 0)
                Network.Deliver(0, SimulatedFate.Answered);
            else
                Clock.Advance(TimeSpan.FromMilliseconds(100));
            // The resolver has a thread of its own.
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Appender.DisposeAsync();
        var killed = Owner.KillAsync();
        await RunUntilAsync(() => killed.IsCompleted);
        await Owner.DisposeAsync();
    }
}
