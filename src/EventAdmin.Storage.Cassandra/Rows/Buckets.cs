namespace EventAdmin.Storage.Cassandra.Rows;

/// <summary>
/// Which partition holds what: versions of a stream in buckets, numbers of the log in segments. What is written together (the events of an
/// append in one stream, a frame) lies whole in the partition of its first number, also where it runs over the border; it is smaller than
/// a partition, so none is ever skipped.
/// </summary>
/// <param name="Size">Numbers that share a partition; fixed when the store is made.</param>
internal readonly record struct Buckets(int Size)
{
    /// <summary>The partition of what begins at a number.</summary>
    public int Of(long first) => checked((int)(first / Size));

    /// <summary>The partitions that may hold a number, the likelier one first: its own, and the one before where something ran over the border.</summary>
    public IEnumerable<int> Holding(long number)
    {
        var own = Of(number);
        yield return own;
        if (own > 0)
            yield return own - 1;
    }

    /// <summary>The first number of a partition, as far as nothing of the one before ran over the border.</summary>
    public long FirstOf(int partition) => (long)partition * Size;
}
