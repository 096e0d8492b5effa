namespace EventAdmin.Web.Components.Lists;

/// <summary>
/// Which part of a dense list can be scrolled. Browsers cap the height of an element, so a long stream is a window of at most
/// <see cref="RowsMax"/> rows around where the reader is. Pure arithmetic between rank (place in the list), index (place in the window) and version.
/// </summary>
public readonly record struct RowWindow
{
    /// <summary>14 million pixels of 28 pixel rows.</summary>
    public const int RowsMax = 500_000;

    public RowWindow(long firstVersion, long count, bool isNewestFirst, long startRank = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        FirstVersion = firstVersion;
        Count = count;
        IsNewestFirst = isNewestFirst;
        StartRank = Math.Clamp(startRank, 0, Math.Max(0, count - RowsMax));
    }

    public long FirstVersion { get; }

    public long Count { get; }

    public bool IsNewestFirst { get; }

    /// <summary>Place in the whole list of the window's first row.</summary>
    public long StartRank { get; }

    public int Length => (int)Math.Min(Count - StartRank, RowsMax);

    public bool IsWhole => Count <= RowsMax;

    public long LastVersion => FirstVersion + Count - 1;

    public long VersionAt(int index) => IsNewestFirst ? LastVersion - (StartRank + index) : FirstVersion + StartRank + index;

    /// <summary>The window with that version in it, moved only when it is outside; and its index there. Null where there is no such version.</summary>
    public (RowWindow Window, int Index)? Locate(long version)
    {
        if (version < FirstVersion || version > LastVersion)
            return null;
        var rank = IsNewestFirst ? LastVersion - version : version - FirstVersion;
        var window = rank >= StartRank && rank < StartRank + Length
            ? this
            : new RowWindow(FirstVersion, Count, IsNewestFirst, rank - (RowsMax / 2));
        return (window, (int)(rank - window.StartRank));
    }

    /// <summary>The versions behind <c>[index, index + count)</c>, as a rising range.</summary>
    public (long FirstVersion, int Count) Range(int index, int count)
    {
        var length = Math.Clamp(Length - index, 0, count);
        if (length is 0)
            return (FirstVersion, 0);
        return IsNewestFirst ? (VersionAt(index + length - 1), length) : (VersionAt(index), length);
    }
}
