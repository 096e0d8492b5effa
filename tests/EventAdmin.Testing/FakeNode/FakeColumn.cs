namespace EventAdmin.Testing.FakeNode;

/// <summary>A column of an answer, its type in the words of CQL.</summary>
public sealed record FakeColumn(string Name, string Type)
{
    private static readonly Dictionary<string, int> Codes = new()
    {
        ["ascii"] = 0x01,
        ["bigint"] = 0x02,
        ["blob"] = 0x03,
        ["boolean"] = 0x04,
        ["counter"] = 0x05,
        ["decimal"] = 0x06,
        ["double"] = 0x07,
        ["float"] = 0x08,
        ["int"] = 0x09,
        ["timestamp"] = 0x0B,
        ["uuid"] = 0x0C,
        ["text"] = 0x0D,
        ["varchar"] = 0x0D,
        ["varint"] = 0x0E,
        ["timeuuid"] = 0x0F,
        ["inet"] = 0x10,
        ["date"] = 0x11,
        ["time"] = 0x12,
        ["smallint"] = 0x13,
        ["tinyint"] = 0x14,
        ["duration"] = 0x15,
    };

    /// <summary>Writes [option]: the code of the type, then what its parts are.</summary>
    internal static void WriteType(WireWriter writer, string type)
    {
        if (Codes.TryGetValue(type, out var code))
        {
            writer.Short(code);
            return;
        }

        if (!type.Contains('<', StringComparison.Ordinal))
            throw new NotSupportedException($"The fake node has no type {type}.");
        var outer = type[..type.IndexOf('<', StringComparison.Ordinal)];
        var inner = SplitOuter(type[(outer.Length + 1)..^1]);
        switch (outer)
        {
            case "frozen":
                WriteType(writer, inner[0]);
                return;
            case "list" or "map" or "set":
                writer.Short(outer switch { "list" => 0x20, "map" => 0x21, _ => 0x22 });
                break;
            case "tuple":
                writer.Short(0x31).Short(inner.Count);
                break;
            case "vector":
                writer.Short(0).Text($"org.apache.cassandra.db.marshal.VectorType(org.apache.cassandra.db.marshal.FloatType, {inner[1]})");
                return;
            default:
                throw new NotSupportedException($"The fake node has no type {type}.");
        }

        foreach (var part in inner)
            WriteType(writer, part);
    }

    // "text, map<int, text>" are two parts, not three.
    private static List<string> SplitOuter(string parts)
    {
        var found = new List<string>();
        var (depth, start) = (0, 0);
        for (var index = 0; index <= parts.Length; index++)
        {
            if (index == parts.Length || (parts[index] == ',' && depth == 0))
            {
                found.Add(parts[start..index].Trim());
                start = index + 1;
                continue;
            }

            depth += parts[index] switch { '<' => 1, '>' => -1, _ => 0 };
        }

        return found;
    }
}
