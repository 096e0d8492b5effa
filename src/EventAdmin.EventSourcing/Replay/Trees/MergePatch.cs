using System.Text.Json;

namespace EventAdmin.EventSourcing.Replay.Trees;

/// <summary>RFC 7396, JSON Merge Patch, on nodes. Each method returns how many leaves it added, removed or changed.</summary>
internal static class MergePatch
{
    /// <summary>Merges an object's text, which must have the shape <see cref="PatchShape.Plain"/>, while reading it.</summary>
    public static int MergePlain(StateObject target, ReadOnlySpan<byte> json, long version)
    {
        var reader = StateParser.ReaderOf(json);
        reader.Read();
        return MergeMembers(ref reader, json, target, version);
    }

    /// <summary>Merges an object that was read whole.</summary>
    public static int MergeWhole(StateObject target, StateObject patch, long version)
    {
        var changes = 0;
        for (var member = patch.First; member is not null; member = member.Next)
            changes += MergeMember(target, member.Name, member.Value, version);
        return changes;
    }

    /// <summary>Merges one member that was read whole.</summary>
    public static int MergeMember(StateObject target, ReadOnlySpan<byte> name, StateNode patch, long version)
    {
        var member = target.Find(name);
        switch (patch)
        {
            case StateScalar { Raw: [(byte)'n', ..] }:
                return Remove(target, member, version);
            case StateObject obj when member is { Value: StateObject inner }:
                return MergeWhole(inner, obj, version);
            case StateObject obj:
                var fresh = new StateObject { ChangedAt = version };
                MergeWhole(fresh, obj, version);
                return Put(target, member, name, fresh, version);
            default:
                return Put(target, member, name, patch, version);
        }
    }

    private static int MergeMembers(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, StateObject target, long version)
    {
        var changes = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.ValueSpan;
            var member = target.Find(name);
            reader.Read();
            changes += reader.TokenType switch
            {
                JsonTokenType.Null => Remove(target, member, version),
                JsonTokenType.StartObject => MergeObject(ref reader, json, target, new Place(member, name), version),
                JsonTokenType.StartArray => Put(target, member, name, StateParser.ReadValue(ref reader, json, version), version),
                _ => PutScalar(target, member, name, StateParser.RawOf(ref reader, json), version),
            };
        }

        return changes;
    }

    private static int MergeObject(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> json, StateObject target, Place place, long version)
    {
        if (place.Member is { Value: StateObject inner })
            return MergeMembers(ref reader, json, inner, version);
        var fresh = new StateObject { ChangedAt = version };
        MergeMembers(ref reader, json, fresh, version);
        return Put(target, place.Member, place.Name, fresh, version);
    }

    private static int Remove(StateObject target, StateMember? member, long version)
    {
        if (member is null)
            return 0;
        target.Remove(member);
        target.ChangedAt = version;
        return StateStamps.CountLeaves(member.Value);
    }

    private static int PutScalar(StateObject target, StateMember? member, ReadOnlySpan<byte> name, ReadOnlySpan<byte> raw, long version)
    {
        if (member?.Value is not StateScalar old)
            return Put(target, member, name, new StateScalar(raw.ToArray()), version);
        if (StateText.IsSameScalar(old.Raw, raw))
            return 0;
        old.Raw = raw.ToArray();
        old.ChangedAt = version;
        return 1;
    }

    private static int Put(StateObject target, StateMember? member, ReadOnlySpan<byte> name, StateNode value, long version)
    {
        if (member is not null)
        {
            var changes = StateStamps.Carry(member.Value, value, version);
            member.Value = value;
            return changes;
        }

        target.Add(name.ToArray(), value);
        target.ChangedAt = version;
        return StateStamps.Stamp(value, version);
    }

    private readonly ref struct Place(StateMember? member, ReadOnlySpan<byte> name)
    {
        public StateMember? Member { get; } = member;

        public ReadOnlySpan<byte> Name { get; } = name;
    }
}
