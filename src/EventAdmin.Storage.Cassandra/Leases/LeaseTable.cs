using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Leases;

/// <summary>The rows of <c>leases</c>, written by conditional statements alone. Thread-safe.</summary>
internal sealed class LeaseTable(StoreTables tables)
{
    private const string Select = "SELECT owner, epoch, beat FROM {keyspace}.leases WHERE scope = ?";

    // Of a row that is not there yet both conditions compare null with null.
    private const string Replace = "UPDATE {keyspace}.leases SET owner = ?, epoch = ?, beat = ? WHERE scope = ? IF epoch = ? AND beat = ?";

    /// <summary>The lease as it is now: nothing that was decided before is missing.</summary>
    public Task<LeaseRow?> FindAsync(string scope, CancellationToken cancellationToken) => tables.ReadOneAsync(
        new TableRead { Text = Select, Bind = values => values.Text(scope), Level = tables.Levels.Serial, Label = "P0" },
        static row => new LeaseRow(row.GetTextOrNull(0), row.GetInt32(1), row.GetInt64(2)),
        cancellationToken);

    /// <summary>Replaces what was read; false when it is no longer that.</summary>
    /// <exception cref="CqlException">Neither the write nor reading after it was answered: it may have happened.</exception>
    public Task<bool> TryReplaceAsync(string scope, LeaseRow? known, LeaseRow next, CancellationToken cancellationToken) => tables.DecideAsync(
        Replace,
        values =>
        {
            OrNull(values, next.Owner).Int32(next.Epoch).Int64(next.Beat).Text(scope);
            if (known is null)
                values.Null().Null();
            else
                values.Int32(known.Epoch).Int64(known.Beat);
        },
        async token => await FindAsync(scope, token).ConfigureAwait(false) == next,
        cancellationToken);

    private static CqlValues OrNull(CqlValues values, string? text) => text is null ? values.Null() : values.Text(text);
}
