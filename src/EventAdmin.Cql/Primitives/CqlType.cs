using System.Globalization;

namespace EventAdmin.Cql.Primitives;

/// <summary>A CQL type. Two types are equal when they print alike.</summary>
public sealed class CqlType : IEquatable<CqlType>
{
    private static readonly Dictionary<CqlTypeKind, CqlType> Natives = Enum.GetValues<CqlTypeKind>()
        .Where(static kind => kind is > CqlTypeKind.Custom and < CqlTypeKind.List)
        .ToDictionary(static kind => kind, static kind => new CqlType(kind, []));

    // Types are read from every conditional answer, and seldom printed.
    private string? _text;

    private CqlType(CqlTypeKind kind, IReadOnlyList<CqlType> elements)
    {
        Kind = kind;
        Elements = elements;
    }

    /// <summary>What kind of type it is.</summary>
    public CqlTypeKind Kind { get; }

    /// <summary>The types inside: of a list, set or vector one, of a map key and value, of a tuple or user-defined type one per field.</summary>
    public IReadOnlyList<CqlType> Elements { get; }

    /// <summary>The keyspace of a user-defined type; null for every other kind.</summary>
    public string? Keyspace { get; private init; }

    /// <summary>The name of a user-defined type; null for every other kind.</summary>
    public string? Name { get; private init; }

    /// <summary>The names of a user-defined type's fields; empty for every other kind.</summary>
    public IReadOnlyList<string> FieldNames { get; private init; } = [];

    /// <summary>The number of a vector's elements; 0 for every other kind.</summary>
    public int Dimension { get; private init; }

    /// <summary>The server's class of a custom type; null for every other kind.</summary>
    public string? ClassName { get; private init; }

    /// <summary>True for text and ascii.</summary>
    public bool IsText => Kind is CqlTypeKind.Varchar or CqlTypeKind.Text or CqlTypeKind.Ascii;

    /// <summary>
    /// The bytes that every value takes inside a vector, or 0 when each element says its own length. smallint, tinyint, date, time,
    /// counter and inet say it although they need not, for Cassandra's own classes call themselves of variable length.
    /// </summary>
    internal int VectorWidth => Kind switch
    {
        CqlTypeKind.Boolean => 1,
        CqlTypeKind.Int or CqlTypeKind.Float => 4,
        CqlTypeKind.Bigint or CqlTypeKind.Double or CqlTypeKind.Timestamp => 8,
        CqlTypeKind.Uuid or CqlTypeKind.Timeuuid => 16,
        CqlTypeKind.Vector => (int)Math.Min((long)Elements[0].VectorWidth * Dimension, int.MaxValue),
        _ => 0,
    };

    /// <summary>A type without parameters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind has parameters.</exception>
    public static CqlType Native(CqlTypeKind kind) =>
        Natives.TryGetValue(kind, out var type) ? type : throw new ArgumentOutOfRangeException(nameof(kind), kind, "The kind has parameters.");

    /// <summary>list&lt;element&gt;.</summary>
    public static CqlType List(CqlType element) => new(CqlTypeKind.List, [element]);

    /// <summary>set&lt;element&gt;.</summary>
    public static CqlType Set(CqlType element) => new(CqlTypeKind.Set, [element]);

    /// <summary>map&lt;key, value&gt;.</summary>
    public static CqlType Map(CqlType key, CqlType value) => new(CqlTypeKind.Map, [key, value]);

    /// <summary>tuple of the given fields.</summary>
    public static CqlType Tuple(IReadOnlyList<CqlType> fields) => new(CqlTypeKind.Tuple, fields);

    /// <summary>vector&lt;element, dimension&gt;.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is less than 1.</exception>
    public static CqlType Vector(CqlType element, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        return new(CqlTypeKind.Vector, [element]) { Dimension = dimension };
    }

    /// <summary>A user-defined type.</summary>
    /// <exception cref="ArgumentException">There are not as many names as fields.</exception>
    public static CqlType Udt(string keyspace, string name, IReadOnlyList<string> fieldNames, IReadOnlyList<CqlType> fields)
    {
        ArgumentNullException.ThrowIfNull(fieldNames);
        ArgumentNullException.ThrowIfNull(fields);
        if (fieldNames.Count != fields.Count) throw new ArgumentException("Every field needs a name.", nameof(fieldNames));
        return new(CqlTypeKind.Udt, fields) { Keyspace = keyspace, Name = name, FieldNames = fieldNames };
    }

    /// <summary>A type that only the server's class knows; its values are bytes.</summary>
    public static CqlType Custom(string className) => new(CqlTypeKind.Custom, []) { ClassName = className };

    /// <inheritdoc />
    public bool Equals(CqlType? other) =>
        ReferenceEquals(this, other) || (other is not null && ToString().Equals(other.ToString(), StringComparison.Ordinal));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as CqlType);

    /// <inheritdoc />
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The type as CQL writes it.</summary>
    public override string ToString() => _text ??= Kind switch
    {
        CqlTypeKind.Custom => $"custom:{ClassName}",
        CqlTypeKind.Vector => string.Create(CultureInfo.InvariantCulture, $"vector<{Elements[0]},{Dimension}>"),
        CqlTypeKind.Udt => $"{Keyspace}.{Name}<{string.Join(',', FieldNames.Zip(Elements, static (name, type) => $"{name} {type}"))}>",
        // Both numbers of text are one type to whoever reads it.
        CqlTypeKind.Varchar => "text",
        _ when Elements.Count == 0 && Kind != CqlTypeKind.Tuple => Kind.ToString().ToLowerInvariant(),
        _ => $"{Kind.ToString().ToLowerInvariant()}<{string.Join(',', Elements)}>",
    };
}
