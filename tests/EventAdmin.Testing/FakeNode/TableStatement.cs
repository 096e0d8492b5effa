using System.Buffers.Binary;
using System.Globalization;

namespace EventAdmin.Testing.FakeNode;

internal enum TableVerb
{
    Select,
    Insert,
    Update,
    Delete,
}

/// <summary>A SELECT, INSERT, UPDATE or DELETE of one table, as much of them as tests of a client need.</summary>
internal sealed class TableStatement : FakeStatement
{
    private static readonly FakeColumn Applied = new("[applied]", "boolean");

    private readonly FakeStore _store;
    private readonly Func<FakeCqlNode, FakeTable> _tableOf;
    private readonly FakeTable _shape;
    private readonly StatementParts _parts;

    public TableStatement(FakeStore store, Func<FakeCqlNode, FakeTable> tableOf, FakeTable shape, StatementParts parts)
    {
        _store = store;
        _tableOf = tableOf;
        _shape = shape;
        _parts = parts;
        var bound = new SortedDictionary<int, FakeColumn>();
        foreach (var (column, term) in parts.Assigned.Select(pair => (pair.Key, pair.Value))
            .Concat(parts.Where.Concat(parts.If).Select(comparison => (comparison.Column, comparison.Term))))
        {
            if (term.IsMarker)
                bound[term.Marker] = shape.Column(column);
        }

        if (parts.Timestamp is { IsMarker: true } timestamp)
            bound[timestamp.Marker] = new FakeColumn("[timestamp]", "bigint");
        if (parts.Limit is { IsMarker: true } limit)
            bound[limit.Marker] = new FakeColumn("[limit]", "int");
        Bound = [.. bound.Values];
        KeyIndexes = FindKeyIndexes();
        Answered = parts.Verb != TableVerb.Select ? [] : parts.IsCount ? [new FakeColumn("count", "bigint")] : [.. Selected().Select(shape.Column)];
    }

    public override IReadOnlyList<FakeColumn> Bound { get; }

    public override IReadOnlyList<int> KeyIndexes { get; }

    public override IReadOnlyList<FakeColumn> Answered { get; }

    public override string Keyspace => _shape.Keyspace;

    public override string Table => _shape.Name;

    public bool IsConditional => _parts.HasIfExists || _parts.HasIfNotExists || _parts.If.Count > 0;

    public override FakeReply Run(FakeExecution execution) =>
        _parts.Verb == TableVerb.Select ? Select(execution) : _store.RunBatch([(this, execution)]);

    /// <summary>The row that a write is about; null where there is none.</summary>
    public FakeRow? FindRow(FakeExecution execution) => _shape.Find(Key(execution));

    public bool IsMet(FakeExecution execution)
    {
        var row = FindRow(execution);
        if (_parts.HasIfNotExists)
            return row is null;
        if (_parts.HasIfExists)
            return row is not null;
        return _parts.If.TrueForAll(condition => Holds(row?.Value(condition.Column) ?? FakeValue.Null, condition, execution));
    }

    /// <summary>The answer of a conditional statement or batch.</summary>
    public FakeReply Decide(bool isApplied, FakeExecution execution, bool isBatch)
    {
        _shape.ConditionsDecided++;
        var row = isApplied ? null : FindRow(execution);
        IReadOnlyList<string> shown = row is null ? [] : _parts.HasIfNotExists ? [.. _shape.Columns.Select(column => column.Name)]
            : isBatch ? [.. _shape.PartitionKey, .. _shape.Clustering, .. _parts.If.Select(condition => condition.Column).Distinct()]
            : [.. _parts.If.Select(condition => condition.Column).Distinct()];
        return FakeRows.Conditional(
            this, [Applied, .. shown.Select(_shape.Column)], [[FakeValue.Boolean(isApplied), .. shown.Select(name => row!.Value(name))]]);
    }

    public void Write(FakeExecution execution, long micros)
    {
        var row = FindRow(execution);
        if (_parts.Verb == TableVerb.Delete)
        {
            if (row is not null)
                _shape.Rows.Remove(row);
            return;
        }

        var time = _parts.Timestamp is { } term ? BinaryPrimitives.ReadInt64BigEndian(Resolve(term, "bigint", execution).Bytes) : micros;
        if (row is null)
        {
            row = new FakeRow();
            foreach (var (column, value) in Key(execution))
                row.Write(column, value, time);
            _shape.Insert(row);
        }

        foreach (var (column, assigned) in _parts.Assigned)
            row.Write(column, Resolve(assigned, _shape.Column(column).Type, execution), time);
    }

    private FakeReply Select(FakeExecution execution)
    {
        var rows = _store.Read(() => _tableOf(execution.Node).Rows
            .Where(row => _parts.Where.TrueForAll(condition => Holds(row.Value(condition.Column), condition, execution)))
            .Select(row => (IReadOnlyList<FakeValue>)[.. Selected().Select(row.Value)])
            .ToList());
        if (_parts.IsCount)
            return FakeRows.Of(this, Answered, [[FakeValue.BigInt(rows.Count)]]);
        if (_parts.Limit is { } limit)
            rows = [.. rows.Take(BinaryPrimitives.ReadInt32BigEndian(Resolve(limit, "int", execution).Bytes))];

        // The columns as they are now: a statement with * follows an ALTER.
        IReadOnlyList<FakeColumn> columns = [.. Selected().Select(_shape.Column)];
        var first = execution.Request.PagingState is { } state ? BinaryPrimitives.ReadInt32BigEndian(state) : 0;
        var size = execution.Request.PageSize ?? rows.Count;
        var next = first + size < rows.Count ? new WireWriter().Int(first + size).ToArray() : null;
        return FakeRows.Of(this, columns, [.. rows.Skip(first).Take(size)], next);
    }

    private IEnumerable<string> Selected() => _parts.Selected.Count > 0 ? _parts.Selected : _shape.Columns.Select(column => column.Name);

    private Dictionary<string, FakeValue> Key(FakeExecution execution)
    {
        var key = new Dictionary<string, FakeValue>();
        foreach (var name in _shape.PartitionKey.Concat(_shape.Clustering))
        {
            var term = _parts.Assigned.TryGetValue(name, out var assigned) ? assigned
                : _parts.Where.Find(comparison => comparison.Column == name)?.Term
                ?? throw new CqlRefusedException(FakeErrors.Invalid($"Some clustering keys are missing: {name}"));
            var value = Resolve(term, _shape.Column(name).Type, execution);
            key[name] = value.Bytes is null ? throw new CqlRefusedException(FakeErrors.Invalid($"Invalid null value in condition for column {name}")) : value;
        }

        return key;
    }

    private bool Holds(FakeValue value, CqlComparison condition, FakeExecution execution)
    {
        var type = _shape.Column(condition.Column).Type;
        var expected = Resolve(condition.Term, type, execution);
        if (expected.IsUnset)
            throw new CqlRefusedException(FakeErrors.Invalid($"Invalid unset value for column {condition.Column}"));
        if (condition.Operator == "=")
            return value == expected;
        if (condition.Operator == "!=")
            return value != expected;
        if (value.Bytes is null || expected.Bytes is null)
            return false;
        var order = FakeValue.Compare(value, expected, type);
        return condition.Operator switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            ">=" => order >= 0,
            _ => throw CqlText.Refuse(condition.Operator),
        };
    }

    private static FakeValue Resolve(CqlTerm term, string type, FakeExecution execution)
    {
        if (!term.IsMarker)
            return CqlText.Literal(term.Literal, type);
        return term.Marker < execution.Values.Count ? execution.Values[term.Marker] : throw new CqlRefusedException(FakeErrors.Invalid(
            string.Create(CultureInfo.InvariantCulture, $"There were {term.Marker + 1} markers(?) in CQL but {execution.Values.Count} bound variables")));
    }

    private List<int> FindKeyIndexes()
    {
        var indexes = new List<int>();
        foreach (var name in _shape.PartitionKey)
        {
            var term = _parts.Assigned.TryGetValue(name, out var assigned) ? assigned
                : _parts.Where.Find(comparison => comparison.Column == name && comparison.Operator == "=")?.Term;
            if (term is not { IsMarker: true } marker)
                return [];
            indexes.Add(marker.Marker);
        }

        return indexes;
    }
}
