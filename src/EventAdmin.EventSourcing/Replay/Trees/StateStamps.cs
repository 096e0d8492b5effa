namespace EventAdmin.EventSourcing.Replay.Trees;

/// <summary>Carries the versions of last change from one state to the next.</summary>
internal static class StateStamps
{
    /// <summary>
    /// Gives every leaf of <paramref name="now"/> that <paramref name="was"/> held alike the old leaf's version, and every other one
    /// <paramref name="version"/>. Returns how many leaves were added, removed or changed.
    /// </summary>
    public static int Carry(StateNode was, StateNode now, long version)
    {
        switch (was, now)
        {
            case (StateScalar old, StateScalar scalar) when StateText.IsSameScalar(old.Raw, scalar.Raw):
                scalar.ChangedAt = old.ChangedAt;
                return 0;
            case (StateArray old, StateArray array):
                return CarryArray(old, array, version);
            case (StateObject old, StateObject obj):
                return CarryObject(old, obj, version);
            default:
                return Stamp(now, version) is var leaves && was.GetType() == now.GetType() ? leaves : Math.Max(leaves, CountLeaves(was));
        }
    }

    /// <summary>Gives every value <paramref name="version"/>; returns how many leaves there are.</summary>
    public static int Stamp(StateNode node, long version)
    {
        node.ChangedAt = version;
        switch (node)
        {
            case StateArray { Items.Count: > 0 } array:
                return array.Items.Sum(item => Stamp(item, version));
            case StateObject { Count: > 0 } obj:
                var leaves = 0;
                for (var member = obj.First; member is not null; member = member.Next)
                    leaves += Stamp(member.Value, version);
                return leaves;
            default:
                return 1;
        }
    }

    /// <summary>How many leaves a value has; an empty object or array is one.</summary>
    public static int CountLeaves(StateNode node)
    {
        switch (node)
        {
            case StateArray { Items.Count: > 0 } array:
                return array.Items.Sum(CountLeaves);
            case StateObject { Count: > 0 } obj:
                var leaves = 0;
                for (var member = obj.First; member is not null; member = member.Next)
                    leaves += CountLeaves(member.Value);
                return leaves;
            default:
                return 1;
        }
    }

    private static int CarryArray(StateArray was, StateArray now, long version)
    {
        var changes = 0;
        for (var i = 0; i < now.Items.Count; i++)
            changes += i < was.Items.Count ? Carry(was.Items[i], now.Items[i], version) : Stamp(now.Items[i], version);
        for (var i = now.Items.Count; i < was.Items.Count; i++)
            changes += CountLeaves(was.Items[i]);
        now.ChangedAt = changes == 0 ? was.ChangedAt : version;
        return changes;
    }

    private static int CarryObject(StateObject was, StateObject now, long version)
    {
        var changes = 0;
        var kept = 0;
        for (var member = now.First; member is not null; member = member.Next)
        {
            var old = was.Find(member.Name);
            kept += old is null ? 0 : 1;
            changes += old is null ? Stamp(member.Value, version) : Carry(old.Value, member.Value, version);
        }

        for (var member = kept == was.Count ? null : was.First; member is not null; member = member.Next)
            changes += now.Find(member.Name) is null ? CountLeaves(member.Value) : 0;
        now.ChangedAt = changes == 0 ? was.ChangedAt : version;
        return changes;
    }
}
