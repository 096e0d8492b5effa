namespace EventAdmin.Testing.Histories;

// The final content is the order. Each item has a slot in it: appends at odd slots, what saw L events at slot 2L. Items of one slot
// commute; "slot order" and "returned before it was sent" can contradict only in a cycle, every such cycle contains a pair, and the latest
// invocation so far, kept while walking the slots, finds every pair.
public sealed partial class StreamChecker
{
    private void CheckOrder()
    {
        var items = FindItems();
        var (latest, witness) = (long.MinValue, "");
        foreach (var bucket in Bucket(items, (2 * Final.Count) + 1))
        {
            foreach (var item in bucket)
            {
                if (latest > item.Returned)
                    Add("B", $"{item.What} returned before {witness} was sent, yet stands behind it");
            }

            foreach (var item in bucket)
            {
                if (item.IsTwoSided && item.Invoked > latest)
                    (latest, witness) = (item.Invoked, item.What);
            }
        }
    }

    private List<Item> FindItems()
    {
        var items = new List<Item>();
        foreach (var append in _appends.Values)
        {
            var invoked = append.Invoked;
            if (append.IsWhole && invoked < long.MaxValue)
                items.Add(new Item((2 * append.Places[0]) + 1, invoked, append.Returned, IsTwoSided: true, $"append {append.Id}"));
            foreach (var attempt in append.Attempts)
            {
                if (attempt.Outcome is AttemptOutcome.Conflict conflict && conflict.Stream == _history.Stream)
                    AddSight(items, conflict.Actual + 1, !conflict.IsCached, attempt.Invoked, attempt.Returned, $"the conflict of append {append.Id}");
            }

            if (append.IsCondition && append.Returned < long.MaxValue && LengthOf(append.Part) is { } length)
                AddSight(items, length, isTwoSided: true, invoked, append.Returned, $"the condition of append {append.Id}");
        }

        foreach (var read in _history.Reads)
            AddSight(items, read.Length, read.IsStrong, read.Invoked, read.Returned, $"a read of {read.Length} events");
        return items;
    }

    // What somebody saw must be a state that there was: never in the middle of an append.
    private void AddSight(List<Item> items, long length, bool isTwoSided, long invoked, long returned, string what)
    {
        if (length > Final.Count)
        {
            Add("A9", $"{what} saw {length} events, the stream has {Final.Count}");
            return;
        }

        if (length > 0 && length < Final.Count && IsOneAppend((int)length))
            Add("A6", $"{what} saw the first part of an append, up to v{length - 1}");
        items.Add(new Item((int)(2 * length), invoked, returned, isTwoSided, what));
    }

    private bool IsOneAppend(int index) =>
        _sent.TryGetValue(Final[index - 1].Print.Id, out var before) && _sent.TryGetValue(Final[index].Print.Id, out var after) && before.Append == after.Append;

    private static long? LengthOf(AttemptedStream condition) =>
        EventSourcing.Events.StreamVersion.TryParse(condition.Expected.ToString(), out var version) ? version.Value + 1
        : condition.Expected == EventSourcing.Events.ExpectedVersion.NoStream ? 0
        : null;

    private static IEnumerable<ArraySegment<Item>> Bucket(List<Item> items, int slots)
    {
        var ends = new int[slots + 1];
        foreach (var item in items)
            ends[item.Slot]++;
        for (var slot = 1; slot < ends.Length; slot++)
            ends[slot] += ends[slot - 1];
        var next = (int[])ends.Clone();
        var sorted = new Item[items.Count];
        foreach (var item in items)
            sorted[--next[item.Slot]] = item;
        for (var slot = 0; slot < ends.Length; slot++)
        {
            if (ends[slot] > next[slot])
                yield return new ArraySegment<Item>(sorted, next[slot], ends[slot] - next[slot]);
        }
    }

    /// <summary>Something that was asked and answered.</summary>
    /// <param name="Slot">Its place in the order.</param>
    /// <param name="Invoked">When it was asked.</param>
    /// <param name="Returned">When it was answered.</param>
    /// <param name="IsTwoSided">False when it only says that what it saw had happened before it returned.</param>
    /// <param name="What">For people.</param>
    private readonly record struct Item(int Slot, long Invoked, long Returned, bool IsTwoSided, string What);
}
