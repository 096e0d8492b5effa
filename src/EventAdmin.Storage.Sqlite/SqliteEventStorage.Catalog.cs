using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Reading;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite;

public sealed partial class SqliteEventStorage
{
    private const string SelectCategories = "SELECT name, streams, events, last_at FROM categories WHERE streams > 0 ORDER BY name";
    private const string SelectTypes = "SELECT name, events FROM types WHERE events > 0 ORDER BY name";

    /// <inheritdoc/>
    public Task<ReadResult<StreamListPage>> ListStreamsAsync(StreamListRead read, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        CheckPage(read.CountMax);
        return AnswerAsync(options, (database, token) =>
        {
            var lists = new StreamLists(database, _names, _deleted);
            return read.ByChange ? lists.ByChange(read, ScanMax, token) : lists.ByName(read, token);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ReadResult<IReadOnlyList<CategoryCount>>> ListCategoriesAsync(bool includeSystem, CancellationToken cancellationToken) =>
        AnswerAsync<IReadOnlyList<CategoryCount>>(ReadOptions.Default, (database, _) => ListCategories(database, includeSystem), cancellationToken);

    /// <inheritdoc/>
    public Task<ReadResult<IReadOnlyList<TypeCount>>> ListTypesAsync(CancellationToken cancellationToken) =>
        AnswerAsync<IReadOnlyList<TypeCount>>(ReadOptions.Default, (database, _) => ListTypes(database), cancellationToken);

    private static List<CategoryCount> ListCategories(SqliteDatabase database, bool includeSystem)
    {
        var categories = new List<CategoryCount>();
        using var rows = database.Prepare(SelectCategories);
        while (rows.Step())
        {
            var name = rows.Text(0);
            if (!includeSystem && name.StartsWith('$'))
                continue;
            var lastAt = rows.NumberOrNull(3) is { } ticks ? Instants.FromStore(ticks) : (DateTimeOffset?)null;
            categories.Add(new CategoryCount(name, rows.Number(1), rows.Number(2), lastAt));
        }

        return categories;
    }

    private static List<TypeCount> ListTypes(SqliteDatabase database)
    {
        var types = new List<TypeCount>();
        using var rows = database.Prepare(SelectTypes);
        while (rows.Step())
            types.Add(new TypeCount(rows.Text(0), rows.Number(1)));
        return types;
    }
}
