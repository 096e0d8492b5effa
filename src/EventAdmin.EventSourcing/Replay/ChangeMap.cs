using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Replay;

/// <summary>How much events changed, a bar for one version or for several beside each other.</summary>
/// <param name="From">The first version.</param>
/// <param name="To">The last version.</param>
/// <param name="Changes">How many leaves they added, removed or changed, together.</param>
/// <param name="Peak">The version among them that changed most; the first of equal ones.</param>
/// <param name="PeakChanges">How many leaves that one changed.</param>
public sealed record ChangeBar(StreamVersion From, StreamVersion To, long Changes, StreamVersion Peak, long PeakChanges);

/// <summary>How much each event of a stream changed, in so few bars that they can be drawn.</summary>
/// <param name="Bars">The bars, without gaps, all of the same width but the last.</param>
public sealed record ChangeMap(IReadOnlyList<ChangeBar> Bars)
{
    /// <summary>The most bars that a map has.</summary>
    public const int BarsMax = 2000;

    /// <summary>The bar that holds a version, or null.</summary>
    public ChangeBar? Find(StreamVersion version)
    {
        if (Bars.Count == 0 || version < Bars[0].From || version > Bars[^1].To)
            return null;
        var width = Bars[0].To.Value - Bars[0].From.Value + 1;
        return Bars[(int)((version.Value - Bars[0].From.Value) / width)];
    }
}

/// <summary>Builds a <see cref="ChangeMap"/> while events are folded. Not thread-safe.</summary>
/// <param name="first">The first version of the map.</param>
/// <param name="last">The last version of the map.</param>
public sealed class ChangeMapBuilder(StreamVersion first, StreamVersion last)
{
    private readonly long _width = ((last.Value - first.Value) / ChangeMap.BarsMax) + 1;
    private readonly Bar[] _bars = new Bar[((last.Value - first.Value) / (((last.Value - first.Value) / ChangeMap.BarsMax) + 1)) + 1];

    /// <summary>Says how many leaves a version changed. Versions that are never told changed nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is outside of the map.</exception>
    public void Add(StreamVersion version, long changes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(version, last);
        ref var bar = ref _bars[(version.Value - first.Value) / _width];
        bar.Changes += changes;
        if (changes > bar.PeakChanges)
            (bar.Peak, bar.PeakChanges) = (version.Value, changes);
    }

    /// <summary>The map of what was told.</summary>
    public ChangeMap Build() => new([.. _bars.Select((bar, index) =>
    {
        var from = first.Value + (index * _width);
        var to = Math.Min(from + _width - 1, last.Value);
        var peak = StreamVersion.Of(bar.PeakChanges == 0 ? from : bar.Peak);
        return new ChangeBar(StreamVersion.Of(from), StreamVersion.Of(to), bar.Changes, peak, bar.PeakChanges);
    })]);

    private struct Bar
    {
        public long Changes;
        public long Peak;
        public long PeakChanges;
    }
}
