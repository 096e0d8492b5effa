using System.Buffers.Binary;
using System.Runtime.InteropServices;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Types;

public readonly ref partial struct CqlValue
{
    /// <summary>list, set, vector, tuple or user-defined type: the values inside, walked in order.</summary>
    public CqlElements AsElements()
    {
        var bytes = Checked(CqlKinds.Sequence | CqlKinds.Vector | CqlKinds.Fields, "elements");
        if (Type.Kind is CqlTypeKind.Tuple or CqlTypeKind.Udt) return new CqlElements(this, bytes, Type.Elements.Count);
        if (Type.Kind == CqlTypeKind.Vector) return new CqlElements(this, CheckedVector(bytes), Type.Dimension);
        var count = CheckedCount(bytes, cellsPerElement: 1);
        return new CqlElements(this, bytes[4..], count);
    }

    /// <summary>map: keys and values, walked in order.</summary>
    public CqlPairs AsPairs()
    {
        var bytes = Checked(CqlKinds.Map, "a map");
        var count = CheckedCount(bytes, cellsPerElement: 2);
        return new CqlPairs(this, bytes[4..], count);
    }

    /// <summary>vector&lt;float, n&gt; as a copy in this machine's byte order.</summary>
    public float[] AsFloats()
    {
        var bytes = CheckedVector(Checked(CqlKinds.Vector, "a vector"));
        if (Type.Elements[0].Kind != CqlTypeKind.Float) throw Problem("The value is asked for as a vector of floats");
        var floats = new float[Type.Dimension];
        var words = MemoryMarshal.Cast<float, int>(floats.AsSpan());
        bytes.CopyTo(MemoryMarshal.AsBytes(words));
        if (BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(words, words);
        return floats;
    }

    internal CqlDecodeException ElementProblem(string problem) => Problem(problem);

    // Elements of fixed width lie one after the other; every other one has its length in front, of at least one byte.
    private ReadOnlySpan<byte> CheckedVector(ReadOnlySpan<byte> bytes)
    {
        var width = Type.Elements[0].VectorWidth;
        var fits = width > 0 ? bytes.Length == (long)width * Type.Dimension : bytes.Length >= Type.Dimension;
        return fits ? bytes : throw Problem("The bytes do not hold the vector's elements");
    }

    // [count, 32 bits]([length, 32 bits][bytes])…
    private int CheckedCount(ReadOnlySpan<byte> bytes, int cellsPerElement)
    {
        if (bytes.Length < 4) throw Problem(bytes.IsEmpty ? "The value is empty" : "The value ends inside its count");
        var count = BinaryPrimitives.ReadInt32BigEndian(bytes);
        var fits = count >= 0 && (long)count * cellsPerElement * 4 <= bytes.Length - 4;
        return fits ? count : throw Problem($"The value can't hold the {count} elements that it announces");
    }
}
