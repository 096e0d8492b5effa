using System.Text.RegularExpressions;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;

namespace EventAdmin.Storage.Tests.Cassandra.Simulation;

/// <summary>A statement of the forms that the store uses, understood once.</summary>
internal sealed partial class SimulatedStatement : ICqlStatement
{
    private const int MatchMilliseconds = 1000;

    private SimulatedStatement(string text, CqlStatementKind kind, SimulatedTable table)
    {
        Text = text;
        Kind = kind;
        Of = table;
    }

    public string Text { get; }

    public CqlStatementKind Kind { get; }

    public string? Keyspace { get; private init; }

    public string? Table => Of.Name;

    public CqlColumns BindColumns { get; private init; } = CqlColumns.None;

    public IReadOnlyList<int> KeyMarkers { get; private init; } = [];

    public SimulatedTable Of { get; }

    /// <summary>Columns that are written, by their markers in order.</summary>
    public IReadOnlyList<string> Written { get; private init; } = [];

    /// <summary>Comparisons after WHERE, by their markers in order.</summary>
    public IReadOnlyList<(string Column, string Operator)> Where { get; private init; } = [];

    /// <summary>Columns after IF, by their markers in order.</summary>
    public IReadOnlyList<string> If { get; private init; } = [];

    public bool IsIfNotExists { get; private init; }

    public bool IsRead { get; private init; }

    public bool IsDistinct { get; private init; }

    public bool IsDescending { get; private init; }

    public int Limit { get; private init; } = int.MaxValue;

    public CqlColumns Selected { get; private init; } = CqlColumns.None;

    public static SimulatedStatement Parse(string text, CqlStatementKind kind, IReadOnlyDictionary<string, SimulatedTable> tables)
    {
        var one = Spaces().Replace(text, " ").Trim();
        if (InsertForm().Match(one) is { Success: true } insert)
            return Insert(text, kind, tables[insert.Groups["table"].Value], insert);
        if (UpdateForm().Match(one) is { Success: true } update)
            return Update(text, kind, tables[update.Groups["table"].Value], update);
        if (SelectForm().Match(one) is { Success: true } select)
            return Select(text, kind, tables[select.Groups["table"].Value], select);
        throw new FormatException($"Expected a statement of the store's, found '{text}'.");
    }

    private static SimulatedStatement Insert(string text, CqlStatementKind kind, SimulatedTable table, Match match)
    {
        var columns = Names(match.Groups["columns"].Value);
        Assert.Equal(columns.Length, match.Groups["markers"].Value.Split(',').Length);
        return new SimulatedStatement(text, kind, table)
        {
            Keyspace = match.Groups["keyspace"].Value,
            Written = columns,
            IsIfNotExists = match.Groups["if"].Success,
            BindColumns = Bind(table, columns),
            KeyMarkers = [.. table.PartitionKey.Select(key => Array.IndexOf(columns, key))],
        };
    }

    private static SimulatedStatement Update(string text, CqlStatementKind kind, SimulatedTable table, Match match)
    {
        var written = Comparisons(match.Groups["set"].Value, ",").Select(static one => one.Column).ToArray();
        var where = Comparisons(match.Groups["where"].Value, " AND ");
        var conditions = match.Groups["if"].Success ? Comparisons(match.Groups["if"].Value, " AND ").Select(static one => one.Column).ToArray() : [];
        string[] all = [.. written, .. where.Select(static one => one.Column), .. conditions];
        return new SimulatedStatement(text, kind, table)
        {
            Keyspace = match.Groups["keyspace"].Value,
            Written = written,
            Where = where,
            If = conditions,
            BindColumns = Bind(table, all),
            KeyMarkers = [.. table.PartitionKey.Select(key => Array.IndexOf(all, key, written.Length))],
        };
    }

    private static SimulatedStatement Select(string text, CqlStatementKind kind, SimulatedTable table, Match match)
    {
        var where = Comparisons(match.Groups["where"].Value, " AND ");
        var names = where.Select(static one => one.Column).ToArray();
        return new SimulatedStatement(text, kind, table)
        {
            Keyspace = match.Groups["keyspace"].Value,
            IsRead = true,
            Where = where,
            IsDistinct = match.Groups["distinct"].Success,
            IsDescending = match.Groups["order"].Value.Contains("DESC", StringComparison.Ordinal),
            Limit = match.Groups["limit"].Success ? int.Parse(match.Groups["limit"].Value, System.Globalization.CultureInfo.InvariantCulture) : int.MaxValue,
            Selected = Bind(table, Names(match.Groups["columns"].Value)),
            BindColumns = Bind(table, names),
            KeyMarkers = [.. table.PartitionKey.Select(key => Array.IndexOf(names, key))],
        };
    }

    private static CqlColumns Bind(SimulatedTable table, IEnumerable<string> names) =>
        new(names.Select(name => new CqlColumn("simulated", table.Name, name, table.Columns[name])));

    private static string[] Names(string text) => [.. text.Split(',').Select(static name => name.Trim())];

    private static (string Column, string Operator)[] Comparisons(string text, string separator) =>
    [
        .. text.Split(separator).Select(static one => ComparisonForm().Match(one)).Select(static match =>
            match.Success ? (match.Groups["column"].Value, match.Groups["operator"].Value) : throw new FormatException("Expected a comparison with a marker.")),
    ];

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^\s*(?<column>\w+) (?<operator>=|<=|>=|<|>) \?\s*$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex ComparisonForm();

    [GeneratedRegex(@"^INSERT INTO (?<keyspace>\w+)\.(?<table>\w+) \((?<columns>[^)]*)\) VALUES \((?<markers>[?, ]*)\)(?<if> IF NOT EXISTS)?$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex InsertForm();

    [GeneratedRegex(@"^UPDATE (?<keyspace>\w+)\.(?<table>\w+) SET (?<set>.*?) WHERE (?<where>.*?)( IF (?<if>.*))?$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex UpdateForm();

    [GeneratedRegex(@"^SELECT (?<distinct>DISTINCT )?(?<columns>.*?) FROM (?<keyspace>\w+)\.(?<table>\w+) WHERE (?<where>.*?)( ORDER BY (?<order>.*?))?( LIMIT (?<limit>\d+))?$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex SelectForm();
}
