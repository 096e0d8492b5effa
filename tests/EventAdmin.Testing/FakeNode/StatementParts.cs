namespace EventAdmin.Testing.FakeNode;

/// <summary>The parts of a statement on one table.</summary>
internal sealed class StatementParts
{
    public required TableVerb Verb { get; init; }

    public required string Table { get; init; }

    /// <summary>Columns of a SELECT; empty for all of them.</summary>
    public List<string> Selected { get; init; } = [];

    public bool IsCount { get; init; }

    /// <summary>Columns of an INSERT or of a SET.</summary>
    public Dictionary<string, CqlTerm> Assigned { get; init; } = [];

    public List<CqlComparison> Where { get; init; } = [];

    public List<CqlComparison> If { get; init; } = [];

    public bool HasIfExists { get; init; }

    public bool HasIfNotExists { get; init; }

    public CqlTerm? Timestamp { get; init; }

    public CqlTerm? Limit { get; init; }

    public static StatementParts Read(CqlText text)
    {
        if (text.Take("SELECT"))
            return ReadSelect(text);
        if (text.Take("INSERT", "INTO"))
            return ReadInsert(text);
        if (text.Take("UPDATE"))
            return ReadUpdate(text);
        text.Expect("DELETE");
        return ReadDelete(text);
    }

    private static StatementParts ReadSelect(CqlText text)
    {
        var selected = new List<string>();
        var isCount = text.Take("count", "(", "*", ")");
        if (!isCount && !text.Take("*"))
        {
            do
                selected.Add(text.Next());
            while (text.Take(","));
        }

        text.Expect("FROM");
        var table = text.Next();
        var where = text.Take("WHERE") ? text.Comparisons() : [];
        CqlTerm? limit = text.Take("LIMIT") ? text.Term() : null;
        text.Take("ALLOW", "FILTERING");
        return End(text, new StatementParts { Verb = TableVerb.Select, Table = table, Selected = selected, IsCount = isCount, Where = where, Limit = limit });
    }

    private static StatementParts ReadInsert(CqlText text)
    {
        var table = text.Next();
        var names = text.NamesInBrackets();
        text.Expect("VALUES", "(");
        var assigned = new Dictionary<string, CqlTerm>();
        foreach (var name in names)
        {
            assigned[name] = text.Term();
            if (!text.Take(","))
                text.Expect(")");
        }

        return End(text, new StatementParts
        {
            Verb = TableVerb.Insert,
            Table = table,
            Assigned = assigned,
            HasIfNotExists = text.Take("IF", "NOT", "EXISTS"),
            Timestamp = text.Take("USING", "TIMESTAMP") ? text.Term() : null,
        });
    }

    private static StatementParts ReadUpdate(CqlText text)
    {
        var table = text.Next();
        CqlTerm? timestamp = text.Take("USING", "TIMESTAMP") ? text.Term() : null;
        text.Expect("SET");
        var assigned = new Dictionary<string, CqlTerm>();
        do
        {
            var column = text.Next();
            text.Expect("=");
            assigned[column] = text.Term();
        }
        while (text.Take(","));

        text.Expect("WHERE");
        return End(text, new StatementParts
        {
            Verb = TableVerb.Update,
            Table = table,
            Timestamp = timestamp,
            Assigned = assigned,
            Where = text.Comparisons(),
            HasIfExists = text.Take("IF", "EXISTS"),
            If = text.Take("IF") ? text.Comparisons() : [],
        });
    }

    private static StatementParts ReadDelete(CqlText text)
    {
        text.Expect("FROM");
        var table = text.Next();
        CqlTerm? timestamp = text.Take("USING", "TIMESTAMP") ? text.Term() : null;
        text.Expect("WHERE");
        return End(text, new StatementParts
        {
            Verb = TableVerb.Delete,
            Table = table,
            Timestamp = timestamp,
            Where = text.Comparisons(),
            HasIfExists = text.Take("IF", "EXISTS"),
            If = text.Take("IF") ? text.Comparisons() : [],
        });
    }

    private static StatementParts End(CqlText text, StatementParts parts) => text.IsAtEnd ? parts : throw CqlText.Refuse(text.Peek);
}
