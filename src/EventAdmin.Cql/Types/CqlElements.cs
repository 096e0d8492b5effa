using System.Buffers.Binary;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Types;

/// <summary>The values inside a list, set, vector, tuple or user-defined type, read while they are walked: <c>foreach</c> over it.</summary>
public ref struct CqlElements
{
    private readonly CqlValue _whole;
    private readonly int _vectorWidth;
    private ReadOnlySpan<byte> _rest;
    private int _next;

    internal CqlElements(CqlValue whole, ReadOnlySpan<byte> bytes, int count)
    {
        _whole = whole;
        _rest = bytes;
        Count = count;
        _vectorWidth = whole.Type.Kind == CqlTypeKind.Vector ? whole.Type.Elements[0].VectorWidth : 0;
    }

    /// <summary>How many there are. A tuple of fewer fields than its type counts all: the tail is null.</summary>
    public int Count { get; }

    /// <summary>The value that <see cref="MoveNext"/> went to.</summary>
    public CqlValue Current { get; private set; }

    /// <summary>False when everything that follows is a null that was not even sent.</summary>
    internal readonly bool HasBytes => !_rest.IsEmpty;

    /// <summary>Walks over this very value.</summary>
    public readonly CqlElements GetEnumerator() => this;

    /// <summary>Goes to the next value.</summary>
    /// <exception cref="CqlDecodeException">The bytes end inside a value.</exception>
    public bool MoveNext()
    {
        if (_next >= Count) return false;
        Current = _whole.Type.Kind switch
        {
            CqlTypeKind.Vector => VectorElement(),
            CqlTypeKind.Tuple or CqlTypeKind.Udt => Field(_whole.Type.Elements[_next]),
            _ => Cell(_whole, ref _rest, _whole.Type.Elements[0]),
        };
        _next++;
        return true;
    }

    /// <summary>Reads [length, 32 bits][bytes]; a negative length is null.</summary>
    internal static CqlValue Cell(CqlValue whole, scoped ref ReadOnlySpan<byte> rest, CqlType type)
    {
        if (rest.Length < 4) throw whole.ElementProblem("The value ends inside the length of an element");
        var length = BinaryPrimitives.ReadInt32BigEndian(rest);
        rest = rest[4..];
        if (length < 0) return new CqlValue(type, default, isNull: true);
        if (length > rest.Length) throw whole.ElementProblem("The value ends inside an element");
        var bytes = rest[..length];
        rest = rest[length..];
        return new CqlValue(type, bytes, isNull: false);
    }

    // A tuple that was written before its type got more fields is shorter.
    private CqlValue Field(CqlType type) => _rest.IsEmpty ? new CqlValue(type, default, isNull: true) : Cell(_whole, ref _rest, type);

    private CqlValue VectorElement()
    {
        var width = _vectorWidth;
        if (width == 0)
        {
            if (!VInt.TryRead(_rest, out var length, out var size) || length > (ulong)(_rest.Length - size))
                throw _whole.ElementProblem("The vector ends inside an element");
            _rest = _rest[size..];
            width = (int)length;
        }

        var bytes = _rest[..width];
        _rest = _rest[width..];
        if (_next == Count - 1 && !_rest.IsEmpty) throw _whole.ElementProblem("The vector holds more than its elements");
        return new CqlValue(_whole.Type.Elements[0], bytes, isNull: false);
    }
}
