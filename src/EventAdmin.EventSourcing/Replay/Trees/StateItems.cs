namespace EventAdmin.EventSourcing.Replay.Trees;

/// <summary>Items of an array by a member that identifies them.</summary>
internal static class StateItems
{
    /// <summary>The items by their key's token, in order; null when an item has no key or two have the same.</summary>
    public static List<(byte[] Key, StateNode Item)>? ByKey(StateArray array, ReadOnlySpan<byte> keyName)
    {
        var items = new List<(byte[] Key, StateNode Item)>(array.Items.Count);
        var seen = new HashSet<byte[]>(Utf8Names.Instance);
        foreach (var item in array.Items)
        {
            if (item is not StateObject obj || obj.Find(keyName)?.Value is not StateScalar key || !seen.Add(key.Raw))
                return null;
            items.Add((key.Raw, item));
        }

        return items;
    }
}
