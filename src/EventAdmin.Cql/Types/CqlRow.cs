using System.Net;
using System.Numerics;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Types;

/// <summary>
/// A row of a page. Cells are found when they are asked for; what is handed out as a span lies in the page and is valid until the page is
/// disposed. The getters throw <see cref="CqlDecodeException"/> for null and for another type: ask <see cref="IsNull"/> first.
/// </summary>
public readonly ref struct CqlRow
{
    private readonly CqlPage _page;
    private readonly ref RowOffsets _offsets;

    internal CqlRow(CqlPage page, ref RowOffsets offsets)
    {
        _page = page;
        _offsets = ref offsets;
    }

    /// <summary>The value in a column, by its place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    /// <exception cref="CqlProtocolException">The page's bytes end inside the row.</exception>
    public CqlValue this[int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)_page.Columns.Count, nameof(column));
            var rows = _page.Rows;
            var bytes = RowOffsets.Cell(rows, _offsets.Of(rows, column), out var isNull);
            return new CqlValue(_page.Columns[column].Type, bytes, isNull);
        }
    }

    /// <summary>True when the column has no value.</summary>
    public bool IsNull(int column) => this[column].IsNull;

    /// <inheritdoc cref="CqlValue.AsText" />
    public string GetText(int column) => this[column].AsText();

    /// <summary>ascii or text; null when there is none.</summary>
    public string? GetTextOrNull(int column)
    {
        var value = this[column];
        return value.IsNull ? null : value.AsText();
    }

    /// <inheritdoc cref="CqlValue.AsUtf8" />
    public ReadOnlySpan<byte> GetUtf8(int column) => this[column].AsUtf8();

    /// <inheritdoc cref="CqlValue.AsBlob" />
    public ReadOnlySpan<byte> GetBlob(int column) => this[column].AsBlob();

    /// <inheritdoc cref="CqlValue.AsBoolean" />
    public bool GetBoolean(int column) => this[column].AsBoolean();

    /// <inheritdoc cref="CqlValue.AsInt8" />
    public sbyte GetInt8(int column) => this[column].AsInt8();

    /// <inheritdoc cref="CqlValue.AsInt16" />
    public short GetInt16(int column) => this[column].AsInt16();

    /// <inheritdoc cref="CqlValue.AsInt32" />
    public int GetInt32(int column) => this[column].AsInt32();

    /// <inheritdoc cref="CqlValue.AsInt64" />
    public long GetInt64(int column) => this[column].AsInt64();

    /// <inheritdoc cref="CqlValue.AsSingle" />
    public float GetSingle(int column) => this[column].AsSingle();

    /// <inheritdoc cref="CqlValue.AsDouble" />
    public double GetDouble(int column) => this[column].AsDouble();

    /// <inheritdoc cref="CqlValue.AsBigInteger" />
    public BigInteger GetBigInteger(int column) => this[column].AsBigInteger();

    /// <inheritdoc cref="CqlValue.AsCqlDecimal" />
    public CqlDecimal GetCqlDecimal(int column) => this[column].AsCqlDecimal();

    /// <inheritdoc cref="CqlValue.AsDecimal" />
    public decimal GetDecimal(int column) => this[column].AsDecimal();

    /// <inheritdoc cref="CqlValue.AsGuid" />
    public Guid GetGuid(int column) => this[column].AsGuid();

    /// <inheritdoc cref="CqlValue.AsAddress" />
    public IPAddress GetAddress(int column) => this[column].AsAddress();

    /// <inheritdoc cref="CqlValue.AsTimestamp" />
    public DateTimeOffset GetTimestamp(int column) => this[column].AsTimestamp();

    /// <inheritdoc cref="CqlValue.AsTimestampMilliseconds" />
    public long GetTimestampMilliseconds(int column) => this[column].AsTimestampMilliseconds();

    /// <inheritdoc cref="CqlValue.AsDate" />
    public DateOnly GetDate(int column) => this[column].AsDate();

    /// <inheritdoc cref="CqlValue.AsDateDays" />
    public uint GetDateDays(int column) => this[column].AsDateDays();

    /// <inheritdoc cref="CqlValue.AsTime" />
    public TimeOnly GetTime(int column) => this[column].AsTime();

    /// <inheritdoc cref="CqlValue.AsTimeNanoseconds" />
    public long GetTimeNanoseconds(int column) => this[column].AsTimeNanoseconds();

    /// <inheritdoc cref="CqlValue.AsDuration" />
    public CqlDuration GetDuration(int column) => this[column].AsDuration();

    /// <inheritdoc cref="CqlValue.AsFloats" />
    public float[] GetFloats(int column) => this[column].AsFloats();

    /// <inheritdoc cref="CqlValue.AsElements" />
    public CqlElements GetElements(int column) => this[column].AsElements();

    /// <inheritdoc cref="CqlValue.AsPairs" />
    public CqlPairs GetPairs(int column) => this[column].AsPairs();

    /// <inheritdoc cref="CqlValue.ToObject" />
    public object? GetObject(int column) => this[column].ToObject();
}
