using System.Buffers;
using System.Globalization;
using System.Text;

namespace EventAdmin.Cql.Primitives;

/// <summary>
/// Reads the names of the server's type classes, such as <c>org.apache.cassandra.db.marshal.VectorType(…FloatType , 3)</c>. What is not
/// known, or is written in a way that can't be followed, is a custom type of that name.
/// </summary>
internal ref struct CqlClassName
{
    private const string Package = "org.apache.cassandra.db.marshal.";
    private const int DepthMax = 32;

    private static readonly SearchValues<char> Delimiters = SearchValues.Create("(),: ");

    private readonly ReadOnlySpan<char> _text;
    private int _position;

    private CqlClassName(ReadOnlySpan<char> text) => _text = text;

    public static CqlType Parse(string className)
    {
        var parser = new CqlClassName(className);
        return parser.ReadType(0) is { } type && parser.IsAtEnd() ? type : CqlType.Custom(className);
    }

    private CqlType? ReadType(int depth)
    {
        if (depth > DepthMax) return null;
        SkipSpaces();
        var start = _position;
        var name = ReadWord();
        if (name.IsEmpty) return null;
        if (!name.StartsWith(Package, StringComparison.Ordinal)) return ReadUnknown(start);
        return name[Package.Length..] switch
        {
            "FrozenType" or "ReversedType" => ReadOnly(depth),
            "ListType" => ReadOnly(depth) is { } element ? CqlType.List(element) : null,
            "SetType" => ReadOnly(depth) is { } element ? CqlType.Set(element) : null,
            "MapType" => ReadTypes(depth) is [var key, var value] ? CqlType.Map(key, value) : null,
            "TupleType" => ReadTypes(depth) is { Count: > 0 } fields ? CqlType.Tuple(fields) : null,
            "VectorType" => ReadVector(depth),
            "UserType" => ReadUserType(depth),
            var simple => Native(simple) is { } kind ? CqlType.Native(kind) : ReadUnknown(start),
        };
    }

    private static CqlTypeKind? Native(ReadOnlySpan<char> name) => name switch
    {
        "AsciiType" => CqlTypeKind.Ascii,
        "LongType" => CqlTypeKind.Bigint,
        "BytesType" => CqlTypeKind.Blob,
        "BooleanType" => CqlTypeKind.Boolean,
        "CounterColumnType" => CqlTypeKind.Counter,
        "DecimalType" => CqlTypeKind.Decimal,
        "DoubleType" => CqlTypeKind.Double,
        "FloatType" => CqlTypeKind.Float,
        "Int32Type" => CqlTypeKind.Int,
        "UTF8Type" => CqlTypeKind.Varchar,
        "TimestampType" or "DateType" => CqlTypeKind.Timestamp,
        "UUIDType" => CqlTypeKind.Uuid,
        "IntegerType" => CqlTypeKind.Varint,
        "TimeUUIDType" => CqlTypeKind.Timeuuid,
        "InetAddressType" => CqlTypeKind.Inet,
        "SimpleDateType" => CqlTypeKind.Date,
        "TimeType" => CqlTypeKind.Time,
        "ShortType" => CqlTypeKind.SmallInt,
        "ByteType" => CqlTypeKind.TinyInt,
        // Version 4 has no number of its own for durations and sends this name.
        "DurationType" => CqlTypeKind.Duration,
        _ => null,
    };

    private CqlType? ReadOnly(int depth) => ReadTypes(depth) is [var element] ? element : null;

    private List<CqlType>? ReadTypes(int depth)
    {
        if (!Skip('(')) return null;
        var types = new List<CqlType>(1);
        do
        {
            if (ReadType(depth + 1) is not { } type) return null;
            types.Add(type);
        }
        while (Skip(','));

        return Skip(')') ? types : null;
    }

    // VectorType(class, dimension)
    private CqlType? ReadVector(int depth)
    {
        if (!Skip('(') || ReadType(depth + 1) is not { } element || !Skip(',')) return null;
        SkipSpaces();
        var isNumber = int.TryParse(ReadWord(), NumberStyles.None, CultureInfo.InvariantCulture, out var dimension);
        return isNumber && dimension > 0 && Skip(')') ? CqlType.Vector(element, dimension) : null;
    }

    // UserType(keyspace, name in hex, field name in hex:class, …)
    private CqlType? ReadUserType(int depth)
    {
        if (!Skip('(')) return null;
        SkipSpaces();
        var keyspace = ReadWord().ToString();
        if (!Skip(',') || ReadHexName() is not { } name) return null;
        var fieldNames = new List<string>();
        var fields = new List<CqlType>();
        while (Skip(','))
        {
            if (ReadHexName() is not { } fieldName || !Skip(':') || ReadType(depth + 1) is not { } field) return null;
            fieldNames.Add(fieldName);
            fields.Add(field);
        }

        return Skip(')') ? CqlType.Udt(keyspace, name, fieldNames, fields) : null;
    }

    private string? ReadHexName()
    {
        SkipSpaces();
        var hex = ReadWord();
        var bytes = new byte[hex.Length / 2];
        return Convert.FromHexString(hex, bytes, out _, out _) == OperationStatus.Done ? Encoding.UTF8.GetString(bytes) : null;
    }

    // A class of someone else, with whatever stands in its parentheses.
    private CqlType? ReadUnknown(int start)
    {
        SkipSpaces();
        var open = 0;
        while (_position < _text.Length)
        {
            var letter = _text[_position];
            if (open == 0 && letter is not '(') break;
            open += letter switch { '(' => 1, ')' => -1, _ => 0 };
            _position++;
            if (open == 0) break;
        }

        return open == 0 ? CqlType.Custom(_text[start.._position].TrimEnd().ToString()) : null;
    }

    private ReadOnlySpan<char> ReadWord()
    {
        var rest = _text[_position..];
        var length = rest.IndexOfAny(Delimiters);
        var word = length < 0 ? rest : rest[..length];
        _position += word.Length;
        return word;
    }

    private bool Skip(char expected)
    {
        SkipSpaces();
        if (_position >= _text.Length || _text[_position] != expected) return false;
        _position++;
        return true;
    }

    private void SkipSpaces()
    {
        while (_position < _text.Length && _text[_position] == ' ')
            _position++;
    }

    private bool IsAtEnd()
    {
        SkipSpaces();
        return _position == _text.Length;
    }
}
