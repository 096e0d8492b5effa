using EventAdmin.Cql.Primitives;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>The counts of categories and of types: rows of <c>views</c>. Thread-safe.</summary>
internal sealed class CountTable(StoreTables tables)
{
    /// <summary>The projection of the categories.</summary>
    public const string Categories = "$lookups/categories";

    /// <summary>The projection of the types.</summary>
    public const string Types = "$lookups/types";

    private const int Parts = 16;
    private const string SelectPart = "SELECT key, value, position FROM {keyspace}.views WHERE projection = ? AND generation = ? AND part = ?";
    private const string SelectOne = SelectPart + " AND key = ?";
    private const string Insert = "INSERT INTO {keyspace}.views (projection, generation, part, key, value, position) VALUES (?, ?, ?, ?, ?, ?)";
    private const string DeletePart = "DELETE FROM {keyspace}.views WHERE projection = ? AND generation = ? AND part = ?";

    /// <summary>The counts under a name; zero when there are none.</summary>
    public async Task<CountRow> FindAsync(string projection, int generation, string name, CancellationToken cancellationToken)
    {
        var read = new TableRead
        {
            Text = SelectOne,
            Bind = values => values.Text(projection).Int32(generation).Int16(TextParts.Of(name, Parts)).Text(name),
            Level = tables.Levels.Commit,
            Label = "P3",
        };
        return await tables.ReadOneAsync(read, static row => CountRow.Parse(row.GetBlob(1), row.GetText(2)), cancellationToken).ConfigureAwait(false) ?? CountRow.Zero;
    }

    /// <summary>All counts, in no order.</summary>
    public async Task<IReadOnlyList<(string Name, CountRow Counts)>> ListAsync(
        string projection, int generation, CqlConsistency level, CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(Enumerable.Range(0, Parts).Select(part => tables.ReadAsync(
            new TableRead { Text = SelectPart, Bind = values => values.Text(projection).Int32(generation).Int16((short)part), Level = level },
            static row => (row.GetText(0), CountRow.Parse(row.GetBlob(1), row.GetText(2))),
            cancellationToken))).ConfigureAwait(false);
        return [.. parts.SelectMany(part => part)];
    }

    /// <summary>Puts counts in place of those there.</summary>
    public static TableWrite Put(string projection, int generation, string name, CountRow counts, long timestamp) => new(
        Insert,
        values => values.Text(projection).Int32(generation).Int16(TextParts.Of(name, Parts)).Text(name).Blob(counts.ToValue()).Text(counts.ToPosition()),
        timestamp);

    /// <summary>Takes the counts of a generation that nobody reads away.</summary>
    public static IEnumerable<TableWrite> Remove(string projection, int generation, long timestamp) =>
        Enumerable.Range(0, Parts).Select(part => new TableWrite(
            DeletePart, values => values.Text(projection).Int32(generation).Int16((short)part), timestamp));
}
