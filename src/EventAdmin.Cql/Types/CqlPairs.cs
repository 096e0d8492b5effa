namespace EventAdmin.Cql.Types;

/// <summary>A key of a map and its value.</summary>
public readonly ref struct CqlPair
{
    internal CqlPair(CqlValue key, CqlValue value)
    {
        Key = key;
        Value = value;
    }

    /// <summary>The key.</summary>
    public CqlValue Key { get; }

    /// <summary>The value.</summary>
    public CqlValue Value { get; }
}

/// <summary>The pairs of a map, read while they are walked: <c>foreach</c> over it.</summary>
public ref struct CqlPairs
{
    private readonly CqlValue _whole;
    private ReadOnlySpan<byte> _rest;
    private int _next;

    internal CqlPairs(CqlValue whole, ReadOnlySpan<byte> bytes, int count)
    {
        _whole = whole;
        _rest = bytes;
        Count = count;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The pair that <see cref="MoveNext"/> went to.</summary>
    public CqlPair Current { get; private set; }

    /// <summary>Walks over this very value.</summary>
    public readonly CqlPairs GetEnumerator() => this;

    /// <summary>Goes to the next pair.</summary>
    /// <exception cref="Primitives.CqlDecodeException">The bytes end inside a pair.</exception>
    public bool MoveNext()
    {
        if (_next >= Count) return false;
        _next++;
        var key = CqlElements.Cell(_whole, ref _rest, _whole.Type.Elements[0]);
        Current = new CqlPair(key, CqlElements.Cell(_whole, ref _rest, _whole.Type.Elements[1]));
        return true;
    }
}
