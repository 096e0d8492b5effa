using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite.Verification;

/// <summary>Holds rows against their own hashes, which is most of the work of a verification and needs no other row. Not thread-safe.</summary>
internal sealed class RowScan(SqliteDatabase database, NameCache names)
{
    private const string Rows = $"SELECT {EventRowReader.Columns} FROM events WHERE position > ?1 AND position <= ?2 ORDER BY position";

    private readonly EventRowReader _reader = new(database, names);
    private readonly List<RowLink> _links = [];
    private readonly Dictionary<long, EventDamagedException> _damage = [];

    /// <summary>The links of the rows beyond one position up to another; they last until the next call.</summary>
    public List<RowLink> Read(long after, long upTo)
    {
        _links.Clear();
        _damage.Clear();
        using var rows = database.Prepare(Rows);
        rows.Bind(1, after).Bind(2, upTo);
        while (rows.Step())
            _links.Add(LinkOf(rows));
        return _links;
    }

    /// <summary>The newest position.</summary>
    public long FindHead() => database.QueryNumber("SELECT max(position) FROM events") ?? 0;

    /// <summary>What is wrong with a row of the last read itself.</summary>
    public EventDamagedException DamageAt(long position) => _damage[position];

    /// <summary>Says that an event is damaged.</summary>
    public EventDamagedException Damaged(in RowLink link, string damage) =>
        new(names.StreamOf(database, link.Stream), StreamVersion.Of(link.Version), EventRowReader.At(damage, link.Position));

    private RowLink LinkOf(SqliteStatement row)
    {
        var (position, recordedAt) = (row.Number(EventRowReader.Position), row.Number(EventRowReader.RecordedAt));
        var (stream, version) = (row.Number(EventRowReader.Stream), row.Number(EventRowReader.Version));
        try
        {
            var hash = _reader.Verify(row);
            return new RowLink(position, recordedAt, stream, version, _reader.Previous, hash, _reader.DataBytes);
        }
        catch (EventDamagedException e)
        {
            _damage[position] = e;
            return new RowLink(position, recordedAt, stream, version, default, default, RowLink.Damaged);
        }
    }
}
