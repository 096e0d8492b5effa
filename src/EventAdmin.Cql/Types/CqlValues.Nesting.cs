using System.Buffers.Binary;

using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Types;

// Values inside values, and the checks of types and numbers.
public sealed partial class CqlValues
{
    private const int DepthMax = 32;
    private const int LengthSize = 4;

    private Level[] _levels = [];
    private int _depth;
    private (ulong Kinds, string Given)[] _remembered = [];

    /// <summary>Begins a list or set of that many elements, or a map of that many pairs (key, value, key, value, …).</summary>
    public CqlValues BeginCollection(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var type = Next(CqlKinds.Sequence | CqlKinds.Map, "a collection");
        Open(type, type?.Kind ?? CqlTypeKind.List, type?.Kind == CqlTypeKind.Map ? 2L * count : count);
        BinaryPrimitives.WriteInt32BigEndian(_buffer.Take(LengthSize), count);
        return this;
    }

    /// <summary>Begins a tuple or a value of a user-defined type; fields that are not written by <see cref="End"/> are null.</summary>
    public CqlValues BeginTuple()
    {
        var type = Next(CqlKinds.Fields, "a tuple");
        Open(type, CqlTypeKind.Tuple, expected: -1);
        return this;
    }

    /// <summary>Begins a vector; only where the type is known, for it decides how elements are written.</summary>
    public CqlValues BeginVector()
    {
        var type = Next(CqlKinds.Vector, "a vector") ?? throw new CqlEncodeException("A vector can't be written before its type is known.");
        Open(type, CqlTypeKind.Vector, type.Dimension);
        return this;
    }

    /// <summary>Ends what was begun last.</summary>
    /// <exception cref="CqlEncodeException">Nothing is open, or it has not as many elements as it must have.</exception>
    public CqlValues End()
    {
        if (_depth == 0) throw new CqlEncodeException("Nothing is open that could end.");
        var level = _levels[--_depth];
        // Keys and values of a map whose type is not known yet were counted as elements.
        var isComplete = level.Expected < 0 || level.Written == level.Expected || (level.Type is null && level.Written == 2 * level.Expected);
        if (!isComplete) throw new CqlEncodeException($"{level.Written} elements were written where {level.Expected} were announced.");
        CloseLength(level);
        return this;
    }

    /// <summary>vector&lt;float, n&gt;.</summary>
    public CqlValues Floats(ReadOnlySpan<float> value)
    {
        var type = Next(CqlKinds.Vector, "a vector");
        if (type is not null && (type.Dimension != value.Length || type.Elements[0].Kind != CqlTypeKind.Float))
            throw new CqlEncodeException($"{value.Length} floats are given where {type} is expected.");
        WriteLength(type, value.Length * sizeof(float));
        var destination = _buffer.Take(value.Length * sizeof(float));
        for (var index = 0; index < value.Length; index++)
            BinaryPrimitives.WriteSingleBigEndian(destination[(index * sizeof(float))..], value[index]);
        return this;
    }

    /// <summary>Checks that every marker has a value and that nothing is left open.</summary>
    /// <exception cref="CqlEncodeException">They are not as many, or one is not of its marker's length.</exception>
    internal void CheckComplete(CqlColumns markers)
    {
        if (_depth > 0) throw new CqlEncodeException("A collection, tuple or vector was begun and not ended.");
        if (Count != markers.Count) throw new CqlEncodeException($"{Count} values are given where the statement has {markers.Count} markers.");
        if (_markers is null) CheckRemembered(markers);
        else if (!ReferenceEquals(_markers, markers)) CheckSameTypes(_markers, markers);
    }

    // Nothing was known when these values were added; what they can be was remembered.
    private void CheckRemembered(CqlColumns markers)
    {
        for (var index = 0; index < markers.Count; index++)
        {
            var (kinds, given) = _remembered[index];
            if (!CqlKinds.Has(kinds, markers[index].Type.Kind))
                throw Unfit(index, markers[index], given);
        }
    }

    private void Remember(ulong kinds, string given)
    {
        if (_remembered.Length == Count) Array.Resize(ref _remembered, Math.Max(8, Count * 2));
        _remembered[Count++] = (kinds, given);
    }

    private static CqlEncodeException Unfit(int index, CqlColumn marker, string given) =>
        new($"Value {index} ('{marker.Name}') is of {marker.Type}, and {given} is given.");

    private static void CheckSameTypes(CqlColumns given, CqlColumns wanted)
    {
        for (var index = 0; index < wanted.Count; index++)
        {
            if (!given[index].Type.Equals(wanted[index].Type))
                throw new CqlEncodeException($"Value {index} is of {given[index].Type} where {wanted[index].Type} is expected.");
        }
    }

    // The type of the value that comes next, checked; null when it is not known.
    private CqlType? Next(ulong kinds, string given)
    {
        if (_depth > 0) return NextInside(ref _levels[_depth - 1], kinds, given);
        if (_markers is null)
        {
            Remember(kinds, given);
            return null;
        }

        if (Count >= _markers.Count) throw new CqlEncodeException($"The statement has {_markers.Count} markers, and more values are given.");
        var marker = _markers[Count];
        if (!CqlKinds.Has(kinds, marker.Type.Kind))
            throw Unfit(Count, marker, given);
        Count++;
        return marker.Type;
    }

    private static CqlType? NextInside(ref Level level, ulong kinds, string given)
    {
        var index = level.Written++;
        if (level.Type is not { } whole) return null;
        var type = level.Kind switch
        {
            CqlTypeKind.Tuple => index < whole.Elements.Count ? whole.Elements[index] : null,
            CqlTypeKind.Map => whole.Elements[index % 2],
            _ => whole.Elements[0],
        };
        if (type is null) throw new CqlEncodeException($"{whole} has {whole.Elements.Count} fields, and more are given.");
        return CqlKinds.Has(kinds, type.Kind) ? type : throw new CqlEncodeException($"An element of {whole} is of {type}, and {given} is given.");
    }

    private void Open(CqlType? type, CqlTypeKind kind, long expected)
    {
        if (_depth == DepthMax) throw new CqlEncodeException($"Values are nested more than {DepthMax} deep.");
        if (_levels.Length == _depth) Array.Resize(ref _levels, Math.Max(4, _depth * 2));
        var prefix = Prefix(type);
        _levels[_depth++] = new Level { Type = type, Kind = kind, Expected = expected, Prefix = prefix, Start = _buffer.Length };
        if (prefix == LengthPrefix.Int32) _buffer.Take(LengthSize);
    }

    private void CloseLength(Level level)
    {
        if (level.Prefix == LengthPrefix.None) return;
        if (level.Prefix == LengthPrefix.Int32)
        {
            BinaryPrimitives.WriteInt32BigEndian(_buffer.WrittenSpan[level.Start..], _buffer.Length - level.Start - LengthSize);
            return;
        }

        // The length is as long as it must be, so the element moves to make room for it.
        var length = _buffer.Length - level.Start;
        var size = VInt.LengthOf((ulong)length);
        _buffer.Take(size);
        var written = _buffer.WrittenSpan[level.Start..];
        written[..length].CopyTo(written[size..]);
        VInt.Write(written, (ulong)length);
    }

    private void WriteLength(CqlType? type, int length)
    {
        switch (Prefix(type))
        {
            case LengthPrefix.Int32:
                BinaryPrimitives.WriteInt32BigEndian(_buffer.Take(LengthSize), length);
                break;
            case LengthPrefix.VInt:
                VInt.Write(_buffer.Take(VInt.LengthOf((ulong)length)), (ulong)length);
                break;
            default:
                if (length != type?.VectorWidth) throw new CqlEncodeException($"{length} bytes are given for an element of {type} in a vector.");
                break;
        }
    }

    // How the value that comes next says its length: inside a vector briefly, or not at all.
    private LengthPrefix Prefix(CqlType? type)
    {
        var isInVector = _depth > 0 && _levels[_depth - 1].Kind == CqlTypeKind.Vector;
        if (!isInVector || type is null) return LengthPrefix.Int32;
        return type.VectorWidth > 0 ? LengthPrefix.None : LengthPrefix.VInt;
    }

    private enum LengthPrefix
    {
        Int32,
        VInt,
        None,
    }

    private struct Level
    {
        public CqlType? Type;
        public CqlTypeKind Kind;
        public LengthPrefix Prefix;
        public long Expected;
        public int Written;
        public int Start;
    }
}
