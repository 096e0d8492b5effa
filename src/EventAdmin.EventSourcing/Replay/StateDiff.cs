using System.Text;
using EventAdmin.EventSourcing.Replay.Trees;

namespace EventAdmin.EventSourcing.Replay;

/// <summary>How a field differs.</summary>
public enum ChangeKind
{
    /// <summary>It was not there.</summary>
    Added,

    /// <summary>It is no longer there.</summary>
    Removed,

    /// <summary>It has another value.</summary>
    Changed,
}

/// <summary>One field that differs between two states.</summary>
/// <param name="Path">Where it stands: <c>devices[0].name</c>, <c>devices[id="tv1"].name</c>, <c>["a/b.cs"]</c>; empty for the whole state.</param>
/// <param name="Kind">How it differs.</param>
/// <param name="Was">The JSON text before, byte for byte; null when it was added.</param>
/// <param name="Now">The JSON text after, byte for byte; null when it was removed.</param>
public sealed record FieldChange(string Path, ChangeKind Kind, string? Was, string? Now)
{
    /// <summary>The change in words.</summary>
    public override string ToString() => Kind switch
    {
        ChangeKind.Added => $"{Path} added: {Now}",
        ChangeKind.Removed => $"{Path} removed, was {Was}",
        _ => $"{Path} was {Was}, now {Now}",
    };
}

/// <summary>
/// The fields that differ between two JSON states, leaf by leaf, in the order of the newer state with what was removed after it. Numbers
/// differ when their tokens do (1.0 is not 1); strings when their characters do. Items of arrays are matched by the key that a reducer
/// declares where every item has one, else by index.
/// </summary>
public sealed record StateDiff
{
    /// <summary>The changes, at most as many as were asked for.</summary>
    public required IReadOnlyList<FieldChange> Changes { get; init; }

    /// <summary>How many there are.</summary>
    public required int Total { get; init; }

    /// <summary>True when there are more than <see cref="Changes"/> holds.</summary>
    public bool IsTruncated => Total > Changes.Count;

    /// <summary>True when the states are equal.</summary>
    public bool IsEmpty => Total == 0;

    /// <summary>Compares two states.</summary>
    /// <param name="was">The older state, UTF-8 JSON.</param>
    /// <param name="now">The newer state, UTF-8 JSON.</param>
    /// <param name="itemKeys">See <see cref="IReducer.ItemKeys"/>.</param>
    /// <param name="changesMax">At most so many changes are kept; all are counted.</param>
    /// <exception cref="System.Text.Json.JsonException">A state is not JSON.</exception>
    public static StateDiff Between(
        ReadOnlyMemory<byte> was, ReadOnlyMemory<byte> now, IReadOnlyDictionary<string, string> itemKeys, int changesMax)
    {
        ArgumentNullException.ThrowIfNull(itemKeys);
        var comparison = new Comparison(itemKeys, changesMax);
        comparison.Compare(StatePath.Root, StateParser.Parse(was.Span), StateParser.Parse(now.Span));
        return new StateDiff { Changes = comparison.Changes, Total = comparison.Total };
    }

    private sealed class Comparison(IReadOnlyDictionary<string, string> itemKeys, int changesMax)
    {
        public List<FieldChange> Changes { get; } = [];

        public int Total { get; private set; }

        public void Compare(StatePath path, StateNode was, StateNode now)
        {
            switch (was, now)
            {
                case (StateScalar left, StateScalar right) when StateText.IsSameScalar(left.Raw, right.Raw):
                    break;
                case (StateObject left, StateObject right):
                    CompareObjects(path, left, right);
                    break;
                case (StateArray left, StateArray right):
                    CompareArrays(path, left, right);
                    break;
                default:
                    Report(path, ChangeKind.Changed, was, now);
                    break;
            }
        }

        private void CompareObjects(StatePath path, StateObject was, StateObject now)
        {
            for (var member = now.First; member is not null; member = member.Next)
            {
                if (was.Find(member.Name) is { } old)
                    Compare(path.Member(member.Name), old.Value, member.Value);
                else
                    ReportLeaves(path.Member(member.Name), ChangeKind.Added, member.Value);
            }

            for (var member = was.First; member is not null; member = member.Next)
            {
                if (now.Find(member.Name) is null)
                    ReportLeaves(path.Member(member.Name), ChangeKind.Removed, member.Value);
            }
        }

        private void CompareArrays(StatePath path, StateArray was, StateArray now)
        {
            if (itemKeys.TryGetValue(path.Pattern, out var keyName)
                && StateItems.ByKey(was, Encoding.UTF8.GetBytes(keyName)) is { } left
                && StateItems.ByKey(now, Encoding.UTF8.GetBytes(keyName)) is { } right)
            {
                CompareKeyed(path, keyName, left, right);
                return;
            }

            for (var i = 0; i < Math.Min(was.Items.Count, now.Items.Count); i++)
                Compare(path.Item(i), was.Items[i], now.Items[i]);
            for (var i = was.Items.Count; i < now.Items.Count; i++)
                ReportLeaves(path.Item(i), ChangeKind.Added, now.Items[i]);
            for (var i = now.Items.Count; i < was.Items.Count; i++)
                ReportLeaves(path.Item(i), ChangeKind.Removed, was.Items[i]);
        }

        private void CompareKeyed(
            StatePath path, string keyName, List<(byte[] Key, StateNode Item)> was, List<(byte[] Key, StateNode Item)> now)
        {
            var old = was.ToDictionary(item => item.Key, item => item.Item, Utf8Names.Instance);
            foreach (var (key, item) in now)
            {
                if (old.TryGetValue(key, out var before))
                    Compare(path.Item(keyName, key), before, item);
                else
                    ReportLeaves(path.Item(keyName, key), ChangeKind.Added, item);
            }

            var kept = now.Select(item => item.Key).ToHashSet(Utf8Names.Instance);
            foreach (var (key, item) in was.Where(item => !kept.Contains(item.Key)))
                ReportLeaves(path.Item(keyName, key), ChangeKind.Removed, item);

            var orderWas = string.Join(',', was.Where(item => kept.Contains(item.Key)).Select(item => Encoding.UTF8.GetString(item.Key)));
            var orderNow = string.Join(',', now.Where(item => old.ContainsKey(item.Key)).Select(item => Encoding.UTF8.GetString(item.Key)));
            if (orderWas != orderNow)
                Report($"{path.Text} (order)", ChangeKind.Changed, $"[{orderWas}]", $"[{orderNow}]");
        }

        private void ReportLeaves(StatePath path, ChangeKind kind, StateNode node)
        {
            foreach (var (leafPath, leaf) in StateLeaves.Of(path, node, itemKeys))
                Report(leafPath, kind, kind == ChangeKind.Removed ? leaf : null, kind == ChangeKind.Added ? leaf : null);
        }

        private void Report(StatePath path, ChangeKind kind, StateNode? was, StateNode? now)
        {
            // The texts of what is not kept are not made.
            if (Total++ < changesMax)
                Changes.Add(new FieldChange(path.Text, kind, TextOf(was), TextOf(now)));
        }

        private void Report(string path, ChangeKind kind, string was, string now)
        {
            if (Total++ < changesMax)
                Changes.Add(new FieldChange(path, kind, was, now));
        }

        private static string? TextOf(StateNode? node) => node is null ? null : Encoding.UTF8.GetString(StateText.Write(node));
    }
}
