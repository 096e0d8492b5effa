namespace EventAdmin.Storage.Cassandra.CSharpDriver;

/// <summary>
/// A value as it stood on the wire. The driver's own decoders wrap timestamps that are out of range, cannot read wide durations, refuse empty
/// values and take booleans other than 1 for false; a value that is kept raw has none of that. Comparable, since the driver sorts the keys of maps.
/// </summary>
#pragma warning disable MA0097 // Nobody compares two of them by an operator; the driver sorts.
internal sealed class RawValue(byte[] bytes) : IComparable
#pragma warning restore MA0097
{
    public byte[] Bytes { get; } = bytes;

    public int CompareTo(object? obj) => obj is RawValue other ? Bytes.AsSpan().SequenceCompareTo(other.Bytes) : 1;
}
