using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite.Writing;

/// <summary>
/// Numbers and counts of categories, streams and types. Counts are gathered over a group and written once, before its commit; after a
/// rollback it must <see cref="Forget"/>. The writer loop's own.
/// </summary>
internal sealed class Catalog(SqliteDatabase database)
{
    private const string InsertCategory = "INSERT INTO categories (id, name) VALUES (?1, ?2)";
    private const string InsertStream = "INSERT INTO streams (id, name, category, first_version, first_at) VALUES (?1, ?2, ?3, 0, ?4)";
    private const string InsertType = "INSERT INTO types (id, name) VALUES (?1, ?2)";
    private const string FindCategory = "SELECT id FROM categories WHERE name = ?1";
    private const string FindType = "SELECT id FROM types WHERE name = ?1";
    private const string CountCategory = "UPDATE categories SET streams = streams + ?2, events = events + ?3, last_at = ?4 WHERE id = ?1";
    private const string CountType = "UPDATE types SET events = events + ?2 WHERE id = ?1";

    private readonly Dictionary<string, long> _categories = [];
    private readonly Dictionary<string, long> _types = [];
    private readonly Dictionary<long, (long Streams, long Events)> _categoryChanges = [];
    private readonly Dictionary<long, long> _typeChanges = [];
    private long _newestCategory;
    private long _newestStream;
    private long _newestType;

    /// <summary>Drops what a rolled back group added, and looks into the file again.</summary>
    public void Forget()
    {
        _categories.Clear();
        _types.Clear();
        _categoryChanges.Clear();
        _typeChanges.Clear();
        _newestCategory = database.QueryNumber("SELECT max(id) FROM categories") ?? 0;
        _newestStream = database.QueryNumber("SELECT max(id) FROM streams") ?? 0;
        _newestType = database.QueryNumber("SELECT max(id) FROM types") ?? 0;
    }

    public void AddStream(StreamId stream, KnownStream known, DateTimeOffset at)
    {
        known.Category = NumberOf(stream.Category, _categories, FindCategory, InsertCategory, ref _newestCategory);
        known.Number = ++_newestStream;
        using var row = database.Prepare(InsertStream);
        row.Bind(1, known.Number).Bind(2, stream.Value).Bind(3, known.Category).Bind(4, Instants.ToStore(at)).Run();
    }

    public long NumberOfType(string type) => NumberOf(type, _types, FindType, InsertType, ref _newestType);

    public void Count(KnownStream known, long typeNumber)
    {
        var (streams, events) = _categoryChanges.GetValueOrDefault(known.Category);
        _categoryChanges[known.Category] = (streams + (known.HasEvents ? 0 : 1), events + 1);
        _typeChanges[typeNumber] = _typeChanges.GetValueOrDefault(typeNumber) + 1;
    }

    /// <summary>Writes the counts of the group.</summary>
    public void WriteCounts(DateTimeOffset recordedAt)
    {
        using var category = database.Prepare(CountCategory);
        foreach (var (number, (streams, events)) in _categoryChanges)
            category.Bind(1, number).Bind(2, streams).Bind(3, events).Bind(4, Instants.ToStore(recordedAt)).Run();
        using var type = database.Prepare(CountType);
        foreach (var (number, events) in _typeChanges)
            type.Bind(1, number).Bind(2, events).Run();
        _categoryChanges.Clear();
        _typeChanges.Clear();
    }

    private long NumberOf(string name, Dictionary<string, long> known, string find, string insert, ref long newest)
    {
        if (known.TryGetValue(name, out var number))
            return number;
        using (var row = database.Prepare(find))
        {
            if (row.Bind(1, name).Step())
                return known[name] = row.Number(0);
        }

        number = ++newest;
        using (var row = database.Prepare(insert))
            row.Bind(1, number).Bind(2, name).Run();
        return known[name] = number;
    }
}
