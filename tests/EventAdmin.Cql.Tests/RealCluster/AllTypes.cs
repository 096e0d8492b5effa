using System.Net;
using System.Numerics;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Tests.RealCluster;

/// <summary>A table with a column of every type, and rows for it.</summary>
internal static class AllTypes
{
    public static readonly IReadOnlyList<(string Name, string Type)> Columns =
    [
        ("a_ascii", "ascii"), ("a_bigint", "bigint"), ("a_blob", "blob"), ("a_boolean", "boolean"), ("a_date", "date"), ("a_decimal", "decimal"),
        ("a_double", "double"), ("a_duration", "duration"), ("a_float", "float"), ("a_inet", "inet"), ("a_int", "int"), ("a_smallint", "smallint"),
        ("a_text", "text"), ("a_time", "time"), ("a_timestamp", "timestamp"), ("a_timeuuid", "timeuuid"), ("a_tinyint", "tinyint"), ("a_uuid", "uuid"),
        ("a_varchar", "varchar"), ("a_varint", "varint"), ("a_list", "list<int>"), ("a_set", "set<text>"), ("a_map", "map<text, bigint>"),
        ("a_tuple", "tuple<int, text, uuid>"), ("a_nested", "frozen<map<int, frozen<list<frozen<set<text>>>>>>"), ("a_vector", "vector<float, 3>"),
        ("a_words", "vector<text, 2>"), ("a_shorts", "vector<smallint, 2>"), ("a_udt", "frozen<place>"),
    ];

    private static readonly Guid TimeUuid = new("cd6f5f15-9e11-11f1-be56-0242ac120002");
    private static readonly Guid Uuid = new("00112233-4455-6677-8899-aabbccddeeff");

    /// <summary>Ordinary values, the edges of each type, and nothing at all.</summary>
    public static IReadOnlyList<object?[]> Rows { get; } =
    [
        [
            "plain", 1L, new byte[] { 1, 2 }, true, new DateOnly(2026, 2, 28), new CqlDecimal(2, 314), 2.5, new CqlDuration(1, 2, 3_000_000_000), 1.5f,
            IPAddress.Parse("192.0.2.1"), 7, (short)300, "grüße 🌍", new TimeOnly(12, 34, 56), new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
            TimeUuid, (sbyte)-5, Uuid, "varchar", new BigInteger(1234567890123456789), List(1, 2, 3), List("a", "b"), Pairs(("x", 1L), ("y", -1L)),
            List(1, "one", Uuid), Pairs((1, Of(List("p", "q"))), (2, Of(List("r")))), List(1f, -2.5f, 0f), List("red", "green"), List((short)1, (short)-1),
            List("Berlin", 10115),
        ],
        [
            "", long.MinValue, Array.Empty<byte>(), false, DateOnly.MinValue, new CqlDecimal(-3, BigInteger.Pow(10, 40)), double.NegativeInfinity,
            new CqlDuration(-12, -400, long.MinValue + 1), float.NaN, IPAddress.IPv6Loopback, int.MinValue, short.MinValue, "", TimeOnly.MinValue,
            DateTimeOffset.MinValue, TimeUuid, sbyte.MinValue, Guid.Empty, "", -BigInteger.Pow(2, 200), List(int.MaxValue), List(""), Pairs(("", long.MaxValue)),
            List(null, null, null), Pairs((0, Of(List("", "x")))), List(float.MaxValue, float.Epsilon, float.PositiveInfinity), List("", new string('w', 300)),
            List(short.MaxValue, short.MinValue), List(null, null),
        ],
        [
            new string('a', 70_000), long.MaxValue, new byte[200_000], true, DateOnly.MaxValue, new CqlDecimal(0, 0), double.Epsilon, new CqlDuration(0, 0, 0),
            -0f, IPAddress.Any, int.MaxValue, short.MaxValue, new string('ß', 70_000), new TimeOnly(TimeSpan.TicksPerDay - 1),
            new DateTimeOffset(9999, 12, 31, 23, 59, 59, 999, TimeSpan.Zero), TimeUuid, sbyte.MaxValue, Uuid, "v", BigInteger.Zero, List([.. Enumerable.Range(0, 5000).Cast<object?>()]),
            List("only"), Pairs(("k", 0L)), List(0, "", Guid.Empty), Pairs((int.MinValue, Of(List("z")))), List(0f, 0f, 0f), List("x", "y"), List((short)0, (short)0),
            List("", 0),
        ],
        [.. Columns.Select(_ => (object?)null)],
    ];

    /// <summary>Empty collections within another.</summary>
    public static object?[] EmptyWithin { get; } =
        [.. Columns.Select(column => column.Name == "a_nested" ? (object)Pairs((1, Of(List())), (2, List())) : null)];

    public static string CreateTable(string table) => $"CREATE TABLE {table} (id int PRIMARY KEY, {string.Join(", ", Columns.Select(column => $"{column.Name} {column.Type}"))})";

    public static string Insert(string table) =>
        $"INSERT INTO {table} (id, {string.Join(", ", Columns.Select(column => column.Name))}) VALUES ({string.Join(", ", Enumerable.Repeat("?", Columns.Count + 1))})";

    public static string Select(string table) => $"SELECT {string.Join(", ", Columns.Select(column => column.Name))} FROM {table} WHERE id = ?";

    private static object?[] Of(object?[] one) => [one];

    private static object?[] List(params object?[] values) => values;

    private static KeyValuePair<object?, object?>[] Pairs<TKey, TValue>(params (TKey Key, TValue Value)[] pairs) =>
        [.. pairs.Select(pair => KeyValuePair.Create((object?)pair.Key, (object?)pair.Value))];
}
