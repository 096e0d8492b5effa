using System.Collections.ObjectModel;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Checkpoints;

/// <summary>The rows of <c>checkpoints</c>, written by conditional statements alone. Thread-safe.</summary>
internal sealed class CheckpointTable(StoreTables tables, TimeProvider clock)
{
    private const string Select = "SELECT epoch, positions FROM {keyspace}.checkpoints WHERE subscription = ?";
    private const string Begin = "UPDATE {keyspace}.checkpoints SET epoch = ?, positions = ?, updated_at = ? WHERE subscription = ? IF epoch = ?";
    private static readonly ReadOnlyDictionary<string, long> Nowhere = ReadOnlyDictionary<string, long>.Empty;

    /// <summary>Where a subscription stands; null when it never began. At a serial level nothing decided before is missing.</summary>
    public Task<Checkpoint?> FindAsync(string subscription, CqlConsistency level, CancellationToken cancellationToken) => tables.ReadOneAsync(
        new TableRead { Text = Select, Bind = values => values.Text(subscription), Level = level, Label = "P0" }, Read, cancellationToken);

    /// <summary>
    /// Takes a subscription over under a new epoch: whoever moved it before can't any more. Null when a later epoch has it.
    /// </summary>
    public async Task<Checkpoint?> TakeAsync(string subscription, int epoch, CancellationToken cancellationToken)
    {
        var found = await FindAsync(subscription, tables.Levels.Serial, cancellationToken).ConfigureAwait(false);
        while (found is null || found.Epoch < epoch)
        {
            var mine = new Checkpoint(epoch, found?.Positions ?? Nowhere);
            if (await TryWriteAsync(subscription, found?.Epoch, mine, cancellationToken).ConfigureAwait(false))
                return mine;
            found = await FindAsync(subscription, tables.Levels.Serial, cancellationToken).ConfigureAwait(false);
        }

        return found.Epoch == epoch ? found : null;
    }

    /// <summary>Moves a subscription that was taken under this epoch. False when another one has taken it over.</summary>
    public Task<bool> MoveAsync(string subscription, Checkpoint to, CancellationToken cancellationToken) =>
        TryWriteAsync(subscription, to.Epoch, to, cancellationToken);

    private Task<bool> TryWriteAsync(string subscription, int? epoch, Checkpoint to, CancellationToken cancellationToken) => tables.DecideAsync(
        Begin,
        values =>
        {
            values.Int32(to.Epoch).BeginCollection(to.Positions.Count);
            foreach (var (name, position) in to.Positions)
                values.Text(name).Int64(position);
            values.End().Timestamp(clock.GetUtcNow()).Text(subscription);
            if (epoch is { } known)
                values.Int32(known);
            else
                values.Null();
        },
        async token => await FindAsync(subscription, tables.Levels.Serial, token).ConfigureAwait(false) is { } now
            && now.Epoch == to.Epoch && now.Positions.Count == to.Positions.Count
            && to.Positions.All(pair => now.Positions.TryGetValue(pair.Key, out var position) && position == pair.Value),
        cancellationToken);

    private static Checkpoint Read(CqlRow row)
    {
        var positions = new Dictionary<string, long>(StringComparer.Ordinal);
        if (!row.IsNull(1))
        {
            foreach (var pair in row[1].AsPairs())
                positions[pair.Key.AsText()] = pair.Value.AsInt64();
        }

        return new Checkpoint(row.GetInt32(0), positions);
    }
}
