using System.Collections;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Types;

public readonly ref partial struct CqlValue
{
    /// <summary>
    /// The value as an object, for tools and displays: null; the .NET type of its kind; a number where a time is outside .NET's range or
    /// finer; a list of objects for lists, sets, vectors, tuples and user-defined types; a list of pairs for maps; bytes for custom types.
    /// </summary>
    /// <exception cref="CqlDecodeException">The bytes are not the type's.</exception>
    public object? ToObject()
    {
        if (IsNull) return null;
        return Type.Kind switch
        {
            CqlTypeKind.Ascii or CqlTypeKind.Text or CqlTypeKind.Varchar => AsText(),
            CqlTypeKind.Boolean => AsBoolean(),
            CqlTypeKind.TinyInt => AsInt8(),
            CqlTypeKind.SmallInt => AsInt16(),
            CqlTypeKind.Int => AsInt32(),
            CqlTypeKind.Bigint or CqlTypeKind.Counter => AsInt64(),
            CqlTypeKind.Float => AsSingle(),
            CqlTypeKind.Double => AsDouble(),
            CqlTypeKind.Varint => AsBigInteger(),
            CqlTypeKind.Decimal => AsCqlDecimal(),
            CqlTypeKind.Uuid or CqlTypeKind.Timeuuid => AsGuid(),
            CqlTypeKind.Timestamp => CqlTimes.TryTimestamp(AsTimestampMilliseconds(), out var instant) ? instant : AsTimestampMilliseconds(),
            CqlTypeKind.Date => CqlTimes.TryDate(AsDateDays(), out var date) ? date : AsDateDays(),
            CqlTypeKind.Time => CqlTimes.TryTime(AsTimeNanoseconds(), out var time) ? time : AsTimeNanoseconds(),
            CqlTypeKind.Duration => AsDuration(),
            CqlTypeKind.Inet => AsAddress(),
            CqlTypeKind.List or CqlTypeKind.Set or CqlTypeKind.Vector => ElementsToList(),
            CqlTypeKind.Tuple or CqlTypeKind.Udt => FieldsToList(),
            CqlTypeKind.Map => PairsToList(),
            _ => AsBlob().ToArray(),
        };
    }

    private List<object?> ElementsToList()
    {
        var elements = AsElements();
        var list = new List<object?>(elements.Count);
        foreach (var element in elements)
            list.Add(element.ToObject());
        return list;
    }

    private TupleFields FieldsToList()
    {
        var values = new List<object?>();
        var fields = AsElements();
        while (fields.HasBytes && fields.MoveNext())
            values.Add(fields.Current.ToObject());
        return new TupleFields(values, fields.Count);
    }

    private List<KeyValuePair<object?, object?>> PairsToList()
    {
        var pairs = AsPairs();
        var list = new List<KeyValuePair<object?, object?>>(pairs.Count);
        foreach (var pair in pairs)
            list.Add(new(pair.Key.ToObject(), pair.Value.ToObject()));
        return list;
    }

    // Tails that were not sent take neither time nor memory: a page of short tuples can't be made to fill it.
    private sealed class TupleFields(List<object?> values, int count) : IReadOnlyList<object?>
    {
        public int Count => count;

        public object? this[int index] => index < values.Count ? values[index] : index < count ? null : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<object?> GetEnumerator()
        {
            for (var index = 0; index < count; index++)
                yield return this[index];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
