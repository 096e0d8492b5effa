using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EventAdmin.Web.Components.Payloads;

/// <summary>
/// A payload, or its first bytes, as lines. Numbers are copied byte for byte and never become a machine number: 9007199254740993,
/// 0.1000000000000000055 and 1.0 come out as they went in.
/// </summary>
public sealed class JsonLines
{
    private const int DepthMax = 512;

    private static readonly SearchValues<char> NameBreakers = SearchValues.Create(".[]\"' ");

    private readonly List<JsonLine> _lines = [];
    private readonly Stack<Level> _levels = new();
    private string? _name;
    private string? _rawName;

    private JsonLines()
    {
    }

    public IReadOnlyList<JsonLine> Lines => _lines;

    /// <summary>Bytes that became lines.</summary>
    public int ReadBytes { get; private set; }

    /// <summary>The payload goes on after <see cref="ReadBytes"/>.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Where the text stops being JSON; null where it is JSON as far as read.</summary>
    public int? MalformedAtByte { get; private set; }

    /// <summary>Reads at most <paramref name="limitBytes"/>; a token that the limit cuts is left out.</summary>
    public static JsonLines Read(ReadOnlySpan<byte> utf8, int limitBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limitBytes);
        var isWhole = utf8.Length <= limitBytes;
        var lines = new JsonLines { IsCut = !isWhole };
        lines.ReadTokens(isWhole ? utf8 : utf8[..limitBytes], isWhole);
        return lines;
    }

    private void ReadTokens(ReadOnlySpan<byte> utf8, bool isWhole)
    {
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = DepthMax });
        var reader = new Utf8JsonReader(utf8, isWhole, state);
        try
        {
            while (reader.Read())
            {
                Take(ref reader, utf8);
                ReadBytes = (int)reader.BytesConsumed;
            }
        }
        catch (JsonException)
        {
            MalformedAtByte = (int)reader.BytesConsumed;
        }
    }

    private void Take(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _rawName = JsonWords.Decode(ref reader);
                _name = JsonWords.Quote(_rawName);
                break;
            case JsonTokenType.StartObject:
                Open("{", isArray: false, (int)reader.TokenStartIndex);
                break;
            case JsonTokenType.StartArray:
                Open("[", isArray: true, (int)reader.TokenStartIndex);
                break;
            case JsonTokenType.EndObject:
                Close("}", (int)reader.BytesConsumed);
                break;
            case JsonTokenType.EndArray:
                Close("]", (int)reader.BytesConsumed);
                break;
            case JsonTokenType.String:
                Add(JsonLineKind.Text, JsonWords.Quote(JsonWords.Decode(ref reader)), (int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                break;
            case JsonTokenType.Number:
                Add(JsonLineKind.Number, Encoding.UTF8.GetString(utf8[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]), (int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                break;
            default:
                Add(JsonLineKind.Word, Encoding.UTF8.GetString(utf8[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]), (int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                break;
        }
    }

    private void Open(string bracket, bool isArray, int startByte)
    {
        var path = NextPath();
        _levels.Push(new Level(_lines.Count, isArray, path));
        AddLine(new JsonLine { Depth = _levels.Count - 1, Kind = JsonLineKind.Open, Name = _name, Text = bracket, Path = path, StartByte = startByte });
        _name = _rawName = null;
    }

    private void Close(string bracket, int endByte)
    {
        var level = _levels.Pop();
        var open = _lines[level.OpenIndex];
        if (level.Children is 0)
        {
            // Nothing inside: one line says it all.
            _lines[level.OpenIndex] = open with { Kind = JsonLineKind.Word, Text = open.Text + bracket, LengthBytes = endByte - open.StartByte };
            return;
        }

        _lines[level.OpenIndex] = open with { CloseIndex = _lines.Count, Children = level.Children, LengthBytes = endByte - open.StartByte };
        _lines.Add(new JsonLine { Depth = _levels.Count, Kind = JsonLineKind.Close, Text = bracket, Path = level.Path, StartByte = open.StartByte, LengthBytes = endByte - open.StartByte });
    }

    private void Add(JsonLineKind kind, string text, int start, int end)
    {
        AddLine(new JsonLine
        {
            Depth = _levels.Count,
            Kind = kind,
            Name = _name,
            Text = text,
            Path = NextPath(),
            StartByte = start,
            LengthBytes = end - start,
        });
        _name = _rawName = null;
    }

    private void AddLine(JsonLine line)
    {
        var parent = line.Kind is JsonLineKind.Open ? _levels.Skip(1).FirstOrDefault() : _levels.FirstOrDefault();
        if (parent is not null)
        {
            if (parent.LastChildIndex is { } previous)
                GiveComma(previous);
            parent.LastChildIndex = _lines.Count;
            parent.Children++;
        }

        _lines.Add(line);
    }

    private void GiveComma(int index)
    {
        var line = _lines[index];
        _lines[index] = line with { HasComma = true };
        if (line.CloseIndex >= 0)
            _lines[line.CloseIndex] = _lines[line.CloseIndex] with { HasComma = true };
    }

    private string NextPath()
    {
        if (!_levels.TryPeek(out var level))
            return "";
        if (level.IsArray)
            return string.Create(CultureInfo.InvariantCulture, $"{level.Path}[{level.Children}]");
        var name = _rawName ?? "";
        if (name.Length is 0 || name.AsSpan().ContainsAny(NameBreakers))
            return $"{level.Path}[{_name}]";
        return level.Path.Length is 0 ? name : $"{level.Path}.{name}";
    }

    private sealed class Level(int openIndex, bool isArray, string path)
    {
        public int OpenIndex { get; } = openIndex;

        public bool IsArray { get; } = isArray;

        public string Path { get; } = path;

        public int Children { get; set; }

        public int? LastChildIndex { get; set; }
    }
}
