using System.Buffers.Binary;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;
using EventAdmin.Storage.Cassandra.Schema;

namespace EventAdmin.Storage.Tests.Cassandra.Simulation;

/// <summary>The store's tables in memory, made from its own scripts. A conditional statement is one step, as Paxos promises. Not thread-safe.</summary>
internal sealed class SimulatedTables
{
    public const string Keyspace = "simulated";

    private static readonly CqlColumn Applied = new(Keyspace, "", "[applied]", CqlType.Native(CqlTypeKind.Boolean));

    private readonly Dictionary<string, SimulatedTable> _tables = [];
    private readonly Dictionary<(string, CqlStatementKind), SimulatedStatement> _statements = [];
    private long _clientTimestamp;

    public SimulatedTables()
    {
        var added = new List<(string Table, string Column)>();
        var made = new Dictionary<string, List<string>>();
        foreach (var statement in SchemaScripts.StatementsAfter(0, Keyspace))
        {
            var words = statement.Split(' ');
            if (statement.StartsWith("CREATE TABLE", StringComparison.Ordinal))
            {
                var open = statement.IndexOf('(', StringComparison.Ordinal);
                var with = statement.IndexOf(") WITH", StringComparison.Ordinal);
                var end = with >= 0 ? with : statement.LastIndexOf(')');
                made[words[5].Split('.')[1]] = [.. SimulatedType.Split(statement[(open + 1)..end])];
            }
            else if (statement.StartsWith("ALTER TABLE", StringComparison.Ordinal) && words[3] == "ADD")
            {
                added.Add((words[2].Split('.')[1], string.Join(' ', words.Skip(7))));
            }
        }

        foreach (var (table, column) in added)
            made[table].Insert(0, column);
        foreach (var (table, columns) in made)
            _tables[table] = Make(table, columns);
    }

    public SimulatedTable this[string table] => _tables[table];

    public SimulatedStatement Prepare(string text, CqlStatementKind kind)
    {
        if (!_statements.TryGetValue((text, kind), out var statement))
            _statements[(text, kind)] = statement = SimulatedStatement.Parse(text, kind, _tables);
        return statement;
    }

    /// <summary>A timestamp of a client's clock.</summary>
    public long NextTimestamp() => ++_clientTimestamp;

    /// <summary>Does a plain write.</summary>
    public static void Write(SimulatedStatement statement, IReadOnlyList<SimulatedValue> values, long timestamp)
    {
        var table = statement.Of;
        var names = statement.Written.Concat(statement.Where.Select(static one => one.Column)).ToList();
        var partition = table.FindOrAdd(KeyOf(statement, values));
        SimulatedPartition.Cells? row = null;
        if (table.Clustering.All(names.Contains))
        {
            long[] place = [.. table.Clustering.Select(column => SimulatedNumbers.Read(values[names.IndexOf(column)].Bytes!))];
            if (!partition.Rows.TryGetValue(place, out row))
                partition.Rows[place] = row = new SimulatedPartition.Cells();
        }

        for (var i = 0; i < names.Count; i++)
        {
            var isKey = table.PartitionKey.Contains(names[i]) || table.Clustering.Contains(names[i]);
            if (values[i].IsUnset || (isKey && i >= statement.Written.Count) || table.PartitionKey.Contains(names[i]))
                continue;
            if (table.IsStatic(names[i]))
                partition.Statics.Write(names[i], values[i].Bytes, timestamp);
            else
                (row ?? throw new InvalidOperationException($"Expected a row for '{names[i]}'.")).Write(names[i], values[i].Bytes, timestamp);
        }

        if (row is not null)
            row.Write("", [], timestamp);
    }

    /// <summary>Does a conditional statement.</summary>
    public CqlPage Decide(SimulatedStatement statement, IReadOnlyList<SimulatedValue> values, out bool isApplied)
    {
        var table = statement.Of;
        var row = table.Find(KeyOf(statement, values))?.Rows.GetValueOrDefault([]);
        isApplied = statement.IsIfNotExists ? row is null : row is not null && IsMet(statement, values, row);
        if (isApplied)
        {
            // Later than everything before: what Paxos does with its ballots.
            Write(statement, values, long.MaxValue / 2 + NextTimestamp());
        }

        var columns = new List<CqlColumn> { Applied };
        if (!isApplied && row is not null)
            columns.AddRange(statement.If.Select(name => new CqlColumn(Keyspace, table.Name, name, table.Columns[name])));
        using var page = new CqlPageBuilder(new CqlColumns(columns));
        page.Row.Boolean(isApplied);
        foreach (var column in columns.Skip(1))
            Add(page.Row, row![column.Name]);
        return page.AddRow().Build();
    }

    /// <summary>Reads.</summary>
    public static CqlPage Read(SimulatedStatement statement, IReadOnlyList<SimulatedValue> values)
    {
        var table = statement.Of;
        using var page = new CqlPageBuilder(statement.Selected);
        if (table.Find(KeyOf(statement, values)) is not { } partition)
            return page.Build();
        if (statement.IsDistinct)
        {
            AddRow(page, statement, partition, [], null);
            return page.Build();
        }

        var rows = partition.Rows.Where(row => Holds(statement, values, row.Key));
        foreach (var row in (statement.IsDescending ? rows.Reverse() : rows).Take(statement.Limit))
            AddRow(page, statement, partition, row.Key, row.Value);
        return page.Build();
    }

    private static void AddRow(CqlPageBuilder page, SimulatedStatement statement, SimulatedPartition partition, long[] place, SimulatedPartition.Cells? row)
    {
        var table = statement.Of;
        foreach (var column in statement.Selected)
        {
            var key = table.PartitionKey.ToList().IndexOf(column.Name);
            var clustering = table.Clustering.ToList().IndexOf(column.Name);
            Add(page.Row, key >= 0 ? partition.Key[key] : clustering >= 0 ? NumberOf(place[clustering], column.Type) : (row?[column.Name] ?? partition.Statics[column.Name]));
        }

        page.AddRow();
    }

    private static byte[] NumberOf(long number, CqlType type)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return type.Kind switch
        {
            CqlTypeKind.TinyInt => bytes[7..],
            CqlTypeKind.SmallInt => bytes[6..],
            CqlTypeKind.Int => bytes[4..],
            _ => bytes,
        };
    }

    private static void Add(CqlValues values, byte[]? value)
    {
        if (value is null)
            values.Null();
        else
            values.Raw(value);
    }

    private static bool IsMet(SimulatedStatement statement, IReadOnlyList<SimulatedValue> values, SimulatedPartition.Cells row)
    {
        var first = statement.Written.Count + statement.Where.Count;
        for (var i = 0; i < statement.If.Count; i++)
        {
            if (!(row[statement.If[i]] ?? []).AsSpan().SequenceEqual(values[first + i].Bytes ?? []))
                return false;
        }

        return true;
    }

    private static bool Holds(SimulatedStatement statement, IReadOnlyList<SimulatedValue> values, long[] place)
    {
        for (var i = 0; i < statement.Where.Count; i++)
        {
            var (column, comparison) = statement.Where[i];
            var index = statement.Of.Clustering.ToList().IndexOf(column);
            if (index < 0)
                continue;
            var order = place[index].CompareTo(SimulatedNumbers.Read(values[i].Bytes!));
            if (!(comparison switch { "=" => order == 0, "<=" => order <= 0, ">=" => order >= 0, "<" => order < 0, _ => order > 0 }))
                return false;
        }

        return true;
    }

    private static byte[][] KeyOf(SimulatedStatement statement, IReadOnlyList<SimulatedValue> values) =>
        [.. statement.KeyMarkers.Select(marker => values[marker].Bytes ?? throw new InvalidOperationException("Expected a key."))];

    private static SimulatedTable Make(string name, List<string> definitions)
    {
        var columns = new Dictionary<string, CqlType>();
        var statics = new HashSet<string>();
        string[] partition = [], clustering = [];
        foreach (var definition in definitions)
        {
            if (definition.StartsWith("PRIMARY KEY", StringComparison.Ordinal))
            {
                var inside = SimulatedType.Split(definition[(definition.IndexOf('(', StringComparison.Ordinal) + 1)..^1]).ToArray();
                partition = inside[0].StartsWith('(') ? [.. SimulatedType.Split(inside[0][1..^1])] : [inside[0]];
                clustering = inside[1..];
                continue;
            }

            var column = definition[..definition.IndexOf(' ', StringComparison.Ordinal)];
            var type = definition[column.Length..].Trim();
            if (type.EndsWith("STATIC", StringComparison.Ordinal))
                statics.Add(column);
            if (type.EndsWith("PRIMARY KEY", StringComparison.Ordinal))
                partition = [column];
            columns[column] = SimulatedType.Parse(type.Replace("STATIC", "", StringComparison.Ordinal).Replace("PRIMARY KEY", "", StringComparison.Ordinal));
        }

        return new SimulatedTable(name, columns, statics, partition, clustering);
    }
}

/// <summary>A bound value: bytes, null, or not set.</summary>
internal readonly record struct SimulatedValue(byte[]? Bytes, bool IsUnset)
{
    /// <summary>The values as a statement was given them.</summary>
    public static IReadOnlyList<SimulatedValue> ReadAll(CqlValues values)
    {
        var read = new List<SimulatedValue>(values.Count);
        var rest = values.Written.Span;
        while (!rest.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            rest = rest[4..];
            read.Add(new SimulatedValue(length < 0 ? null : rest[..length].ToArray(), length == -2));
            rest = rest[Math.Max(0, length)..];
        }

        return read;
    }
}
