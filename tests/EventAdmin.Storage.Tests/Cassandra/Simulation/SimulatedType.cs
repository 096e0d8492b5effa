using EventAdmin.Cql.Primitives;

namespace EventAdmin.Storage.Tests.Cassandra.Simulation;

/// <summary>Reads the types that the store's tables use.</summary>
internal static class SimulatedType
{
    public static CqlType Parse(string text)
    {
        var type = text.Replace(" ", "", StringComparison.Ordinal);
        if (!type.EndsWith('>'))
            return CqlType.Native(Enum.Parse<CqlTypeKind>(type == "text" ? nameof(CqlTypeKind.Varchar) : type, ignoreCase: true));
        var open = type.IndexOf('<', StringComparison.Ordinal);
        var inside = Split(type[(open + 1)..^1]).Select(Parse).ToArray();
        return type[..open] switch
        {
            "frozen" => inside[0],
            "list" => CqlType.List(inside[0]),
            "set" => CqlType.Set(inside[0]),
            "map" => CqlType.Map(inside[0], inside[1]),
            "tuple" => CqlType.Tuple(inside),
            _ => throw new FormatException($"Expected a type that the store uses, found '{text}'."),
        };
    }

    /// <summary>Splits at the commas that are not inside brackets.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] is '<' or '(' ? 1 : text[i] is '>' or ')' ? -1 : 0;
            if (text[i] != ',' || depth > 0)
                continue;
            yield return text[start..i].Trim();
            start = i + 1;
        }

        yield return text[start..].Trim();
    }
}
