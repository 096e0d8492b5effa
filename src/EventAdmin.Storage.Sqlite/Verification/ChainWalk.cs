using System.Globalization;
using System.Runtime.InteropServices;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Sqlite.Verification;

/// <summary>
/// Walks the events by position and holds each against its hash and against the one before it in its stream, whose hash it remembers: 48
/// bytes a stream. In steps, so that no read transaction lasts long. Not thread-safe.
/// </summary>
internal sealed class ChainWalk(TimeProvider clock)
{
    private readonly Dictionary<long, Link> _streams = [];
    private readonly Dictionary<StreamId, QuarantinedStream> _damaged = [];
    private readonly List<string> _problems = [];
    private long _recordedAt = long.MinValue;
    private long _bytes;
    private long _scannedTo;

    /// <summary>The position of the last event that was looked at.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes of data that were looked at.</summary>
    public long Bytes => _bytes;

    /// <summary>What is wrong with the file as a whole; null when nothing is.</summary>
    public string? FirstProblem => _problems.Count == 0 ? null : _problems[0];

    /// <summary>What was found so far.</summary>
    public VerificationReport Report => new()
    {
        Events = Position,
        Streams = _streams.Count,
        Bytes = _bytes,
        Damaged = [.. _damaged.Values],
        Problems = _problems,
    };

    /// <summary>Looks at the next positions.</summary>
    /// <param name="scans">Each reads a part of them, at the same time as the others, on a connection of its own.</param>
    /// <param name="positionsEach">How many positions each reads.</param>
    /// <returns>The events of new damage; and whether there is nothing left to look at.</returns>
    public (IReadOnlyList<EventDamagedException> New, bool IsEnd) Step(IReadOnlyList<RowScan> scans, int positionsEach)
    {
        var start = _scannedTo;
        var parts = new List<RowLink>[scans.Count];
        if (scans.Count == 1)
            parts[0] = scans[0].Read(start, start + positionsEach);
        else
            Parallel.For(0, scans.Count, i => parts[i] = scans[i].Read(start + ((long)i * positionsEach), start + ((i + 1L) * positionsEach)));
        var found = new List<EventDamagedException>();
        for (var i = 0; i < parts.Length; i++)
        {
            foreach (ref readonly var link in CollectionsMarshal.AsSpan(parts[i]))
                Take(link, scans[i], found);
        }

        _scannedTo = start + ((long)scans.Count * positionsEach);
        return (found, _scannedTo >= scans[0].FindHead());
    }

    private void Take(in RowLink link, RowScan scan, List<EventDamagedException> found)
    {
        CheckPosition(link);
        if ((link.DataBytes == RowLink.Damaged ? scan.DamageAt(link.Position) : FindDamage(link, scan)) is { } damage
            && _damaged.TryAdd(damage.Stream, new QuarantinedStream(damage.Stream, damage.Version, damage.Damage, clock.GetUtcNow())))
        {
            found.Add(damage);
        }
    }

    private void CheckPosition(in RowLink link)
    {
        if (link.Position != Position + 1)
            _problems.Add(Text($"Positions {Position + 1} to {link.Position - 1} are missing."));
        Position = link.Position;
        if (link.RecordedAt < _recordedAt)
            _problems.Add(Text($"The event at position {link.Position} was recorded before the one before it."));
        else
            _recordedAt = link.RecordedAt;
    }

    private EventDamagedException? FindDamage(in RowLink link, RowScan scan)
    {
        _bytes += link.DataBytes;
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_streams, link.Stream, out var isKnown);
        var (lastVersion, lastHash) = isKnown ? last : new Link(-1, default);
        last = new Link(link.Version, link.Hash);
        if (link.Version != lastVersion + 1)
            return scan.Damaged(link, Text($"it follows v{lastVersion} of its stream"));
        return link.Version > 0 && link.Previous != lastHash ? scan.Damaged(link, "it does not go on from the event before it") : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Link(long Version, HistoryHash Hash);
}
