using System.Text.Json;

namespace EventAdmin.EventSourcing.Replay.Trees;

/// <summary>What an event's data is to Merge Patch.</summary>
internal enum PatchShape
{
    /// <summary>Not JSON, deeper than <see cref="StateParser.DepthMax"/>, or text that is not Unicode.</summary>
    NotJson,

    /// <summary>JSON, but no object.</summary>
    Value,

    /// <summary>An object that can be merged while it is read.</summary>
    Plain,

    /// <summary>An object that must be read whole first: a name has escapes, may be there twice, or there are very many.</summary>
    Tangled,
}

/// <summary>Looks through data before it is merged, so that a merge never stops halfway. Reused event by event; not thread-safe.</summary>
internal sealed class PatchScan
{
    private const int NamesMax = 64;
    private readonly int[] _starts = new int[StateParser.DepthMax + 1];
    private int[] _hashes = new int[256];
    private int _count;
    private int _depth;

    public PatchShape Scan(ReadOnlySpan<byte> json)
    {
        _count = 0;
        _depth = 0;
        try
        {
            var reader = StateParser.ReaderOf(json);
            reader.Read();
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            var isPlain = true;
            do
                isPlain &= IsPlain(ref reader);
            while (reader.Read());
            return !isObject ? PatchShape.Value : isPlain ? PatchShape.Plain : PatchShape.Tangled;
        }
        catch (JsonException)
        {
            return PatchShape.NotJson;
        }
        catch (InvalidOperationException)
        {
            // An escape that stands for half a surrogate pair.
            return PatchShape.NotJson;
        }
    }

    private bool IsPlain(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                _starts[_depth++] = _count;
                return true;
            case JsonTokenType.EndObject:
                _count = _starts[--_depth];
                return true;
            case JsonTokenType.PropertyName when !reader.ValueIsEscaped:
                return IsNewName(reader.ValueSpan);
            case JsonTokenType.PropertyName:
                reader.GetString();
                return false;
            case JsonTokenType.String when reader.ValueIsEscaped:
                reader.GetString();
                return true;
            default:
                return true;
        }
    }

    private bool IsNewName(ReadOnlySpan<byte> name)
    {
        // Equal hashes of different names only cost the slower way.
        var hash = new HashCode();
        hash.AddBytes(name);
        var value = hash.ToHashCode();
        var siblings = _hashes.AsSpan(_starts[_depth - 1].._count);
        if (siblings.Length >= NamesMax || siblings.Contains(value))
            return false;
        if (_count == _hashes.Length)
            Array.Resize(ref _hashes, _count * 2);
        _hashes[_count++] = value;
        return true;
    }
}
