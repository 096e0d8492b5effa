using System.Globalization;
using System.Text.RegularExpressions;

namespace EventAdmin.Testing.FakeNode;

/// <summary>A term of a statement: a bind marker by its index, or a literal.</summary>
internal readonly record struct CqlTerm(int Marker, string Literal)
{
    public bool IsMarker => Marker >= 0;
}

/// <summary>A comparison of a WHERE or an IF.</summary>
internal sealed record CqlComparison(string Column, string Operator, CqlTerm Term);

/// <summary>The words of a statement, taken one after the other.</summary>
internal sealed partial class CqlText
{
    private readonly List<string> _words;
    private int _at;
    private int _markers;

    public CqlText(string cql) => _words = [.. Word().Matches(cql).Select(match => match.Value)];

    public bool IsAtEnd => _at >= _words.Count || _words[_at] == ";";

    /// <summary>The next word; empty at the end.</summary>
    public string Peek => _at < _words.Count ? _words[_at] : "";

    public string Next() => _at < _words.Count ? _words[_at++] : throw Refuse("the end of the statement");

    /// <summary>Takes the words where they come next.</summary>
    public bool Take(params string[] words)
    {
        for (var index = 0; index < words.Length; index++)
        {
            if (_at + index >= _words.Count || !string.Equals(_words[_at + index], words[index], StringComparison.OrdinalIgnoreCase))
                return false;
        }

        _at += words.Length;
        return true;
    }

    public void Expect(params string[] words)
    {
        if (!Take(words))
            throw Refuse(Peek);
    }

    public List<string> NamesInBrackets()
    {
        Expect("(");
        var names = new List<string>();
        do
            names.Add(Next());
        while (Take(","));
        Expect(")");
        return names;
    }

    public CqlTerm Term()
    {
        var word = Next();
        return word[0] is '?' or ':' ? new CqlTerm(_markers++, "") : new CqlTerm(-1, word.Trim('\''));
    }

    public List<CqlComparison> Comparisons()
    {
        var found = new List<CqlComparison>();
        do
            found.Add(new CqlComparison(Next(), Next(), Term()));
        while (Take("AND"));
        return found;
    }

    /// <summary>A type, such as <c>map&lt;text, frozen&lt;list&lt;int&gt;&gt;&gt;</c>.</summary>
    public string Type()
    {
        var type = Next();
        if (!Take("<"))
            return type;
        var parts = new List<string>();
        do
            parts.Add(Type());
        while (Take(","));
        Expect(">");
        return $"{type}<{string.Join(", ", parts)}>";
    }

    public static CqlRefusedException Refuse(string at) => new(FakeErrors.Syntax($"The fake node does not understand the statement at '{at}'"));

    /// <summary>A literal as a value of the type.</summary>
    public static FakeValue Literal(string text, string type) => type switch
    {
        _ when text.Equals("null", StringComparison.OrdinalIgnoreCase) => FakeValue.Null,
        "int" => FakeValue.Int(int.Parse(text, CultureInfo.InvariantCulture)),
        "bigint" => FakeValue.BigInt(long.Parse(text, CultureInfo.InvariantCulture)),
        "boolean" => FakeValue.Boolean(bool.Parse(text)),
        "uuid" or "timeuuid" => FakeValue.Uuid(Guid.Parse(text)),
        "text" or "ascii" or "varchar" => FakeValue.Text(text.Replace("''", "'", StringComparison.Ordinal)),
        "blob" => FakeValue.Blob(Convert.FromHexString(text[2..])),
        _ => throw new CqlRefusedException(FakeErrors.Invalid($"The fake node has no literals of {type}")),
    };

    [GeneratedRegex("""'(''|[^'])*'|"[^"]*"|[<>!]=|:?[-\w.]+|[^\s\w]""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
