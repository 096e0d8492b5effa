using System.Text;

namespace EventAdmin.EventSourcing.Replay.Trees;

/// <summary>The leaves of a value, in order: scalars, and objects and arrays that are empty.</summary>
internal static class StateLeaves
{
    public static IEnumerable<(StatePath Path, StateNode Leaf)> Of(
        StatePath path, StateNode node, IReadOnlyDictionary<string, string> itemKeys)
    {
        IEnumerable<(StatePath Path, StateNode Node)> parts = node switch
        {
            StateObject { Count: > 0 } obj => MembersOf(path, obj),
            StateArray { Items.Count: > 0 } array => ItemsOf(path, array, itemKeys),
            _ => [],
        };
        var isLeaf = true;
        foreach (var part in parts)
        {
            isLeaf = false;
            foreach (var leaf in Of(part.Path, part.Node, itemKeys))
                yield return leaf;
        }

        if (isLeaf)
            yield return (path, node);
    }

    private static IEnumerable<(StatePath Path, StateNode Node)> MembersOf(StatePath path, StateObject obj)
    {
        for (var member = obj.First; member is not null; member = member.Next)
            yield return (path.Member(member.Name), member.Value);
    }

    private static IEnumerable<(StatePath Path, StateNode Node)> ItemsOf(
        StatePath path, StateArray array, IReadOnlyDictionary<string, string> itemKeys)
    {
        if (itemKeys.TryGetValue(path.Pattern, out var keyName)
            && StateItems.ByKey(array, Encoding.UTF8.GetBytes(keyName)) is { } keyed)
        {
            return keyed.Select(item => (path.Item(keyName, item.Key), item.Item));
        }

        return array.Items.Select((item, index) => (path.Item(index), item));
    }
}
