using System.Text;
using System.Text.Json;

namespace EventAdmin.EventSourcing.Replay.Trees;

/// <summary>Reads JSON text into nodes. Of members with one name the last one counts, as most readers have it.</summary>
internal static class StateParser
{
    /// <summary>The deepest JSON that is folded.</summary>
    public const int DepthMax = 128;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = DepthMax };

    public static Utf8JsonReader ReaderOf(ReadOnlySpan<byte> json) => new(json, Options);

    /// <summary>Reads a whole text.</summary>
    /// <exception cref="JsonException">The text is not JSON, or deeper than <see cref="DepthMax"/>.</exception>
    public static StateNode Parse(ReadOnlySpan<byte> json, long version = -1)
    {
        var reader = ReaderOf(json);
        reader.Read();
        var node = ReadValue(ref reader, json, version);
        if (reader.Read())
            throw new JsonException("Expected the end of the text after its value.");
        return node;
    }

    public static bool TryParse(ReadOnlySpan<byte> json, out StateNode node)
    {
        try
        {
            node = Parse(json);
            return true;
        }
        catch (JsonException)
        {
            // The answer says so.
        }
        catch (InvalidOperationException)
        {
            // An escaped name that is not valid Unicode.
        }

        node = new StateObject();
        return false;
    }

    /// <summary>Reads the value that the reader stands on.</summary>
    public static StateNode ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, long version) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, json, version),
        JsonTokenType.StartArray => ReadArray(ref reader, json, version),
        _ => new StateScalar(RawOf(ref reader, json).ToArray()) { ChangedAt = version },
    };

    /// <summary>How many objects and arrays stand inside each other, the value itself among them.</summary>
    public static int DepthOf(StateNode node)
    {
        switch (node)
        {
            case StateArray array:
                return 1 + array.Items.Select(DepthOf).DefaultIfEmpty().Max();
            case StateObject obj:
                var deepest = 0;
                for (var member = obj.First; member is not null; member = member.Next)
                    deepest = Math.Max(deepest, DepthOf(member.Value));
                return 1 + deepest;
            default:
                return 0;
        }
    }

    /// <summary>The bytes of the scalar token that the reader stands on.</summary>
    public static ReadOnlySpan<byte> RawOf(ref Utf8JsonReader reader, ReadOnlySpan<byte> json) =>
        json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];

    /// <summary>The name that the reader stands on, in UTF-8 without escapes.</summary>
    public static ReadOnlySpan<byte> NameOf(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString() ?? "") : reader.ValueSpan;

    private static StateObject ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, long version)
    {
        var result = new StateObject { ChangedAt = version };
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = NameOf(ref reader);
            reader.Read();
            result.Set(name, ReadValue(ref reader, json, version));
        }

        return result;
    }

    private static StateArray ReadArray(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, long version)
    {
        var result = new StateArray { ChangedAt = version };
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            result.Items.Add(ReadValue(ref reader, json, version));
        return result;
    }
}
