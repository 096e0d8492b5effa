namespace EventAdmin.EventSourcing.Replay.Trees;

/// <summary>
/// A JSON value that keeps its tokens byte for byte (a number is never a double) and the version that last changed it. Mutable, so that
/// folding a million events does not make a million copies; owned by one fold.
/// </summary>
internal abstract class StateNode
{
    /// <summary>The version of the event that last changed this value; -1 when it was there from the start.</summary>
    public long ChangedAt { get; set; } = -1;
}

/// <summary>A string, number, true, false or null: the bytes of its token, quotes and escapes included.</summary>
internal sealed class StateScalar(byte[] raw) : StateNode
{
    public byte[] Raw { get; set; } = raw;
}

/// <summary>An array. Merge Patch replaces arrays whole, so it has no operations.</summary>
internal sealed class StateArray : StateNode
{
    public List<StateNode> Items { get; } = [];
}

/// <summary>A member of an object. Members form a list in the order in which they were set first.</summary>
internal sealed class StateMember(byte[] name, StateNode value)
{
    /// <summary>The name in UTF-8, without quotes and escapes.</summary>
    public byte[] Name { get; } = name;

    public StateNode Value { get; set; } = value;

    public StateMember? Previous { get; set; }

    public StateMember? Next { get; set; }
}

/// <summary>An object: a linked list of members, with an index once it is too long to be walked.</summary>
internal sealed class StateObject : StateNode
{
    private const int WalkedMax = 8;
    private Dictionary<byte[], StateMember>.AlternateLookup<ReadOnlySpan<byte>>? _index;
    private StateMember? _last;

    public StateMember? First { get; private set; }

    public int Count { get; private set; }

    public StateMember? Find(ReadOnlySpan<byte> name)
    {
        if (_index is { } index)
            return index.TryGetValue(name, out var found) ? found : null;
        for (var member = First; member is not null; member = member.Next)
        {
            if (name.SequenceEqual(member.Name))
                return member;
        }

        return null;
    }

    /// <summary>Adds a member that is not there yet.</summary>
    public void Add(byte[] name, StateNode value)
    {
        var member = new StateMember(name, value) { Previous = _last };
        if (_last is null)
            First = member;
        else
            _last.Next = member;
        _last = member;
        Count++;
        if (_index is { } index)
            index.Dictionary.Add(name, member);
        else if (Count > WalkedMax)
            BuildIndex();
    }

    /// <summary>Sets a member, whether it is there or not.</summary>
    public void Set(ReadOnlySpan<byte> name, StateNode value)
    {
        if (Find(name) is { } member)
            member.Value = value;
        else
            Add(name.ToArray(), value);
    }

    public void Remove(StateMember member)
    {
        if (member.Previous is null)
            First = member.Next;
        else
            member.Previous.Next = member.Next;
        if (member.Next is null)
            _last = member.Previous;
        else
            member.Next.Previous = member.Previous;
        Count--;
        _index?.Dictionary.Remove(member.Name);
    }

    private void BuildIndex()
    {
        var names = new Dictionary<byte[], StateMember>(Utf8Names.Instance);
        for (var member = First; member is not null; member = member.Next)
            names.Add(member.Name, member);
        _index = names.GetAlternateLookup<ReadOnlySpan<byte>>();
    }
}

/// <summary>Compares names byte by byte, with a seed of the process so that names can't be chosen to collide.</summary>
internal sealed class Utf8Names : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static readonly Utf8Names Instance = new();

    private Utf8Names()
    {
    }

    public bool Equals(byte[]? x, byte[]? y) => x is null ? y is null : y is not null && x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = new HashCode();
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}
