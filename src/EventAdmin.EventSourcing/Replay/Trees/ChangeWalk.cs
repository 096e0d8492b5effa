namespace EventAdmin.EventSourcing.Replay.Trees;

/// <summary>Keeps a state whose values know the version that last changed them, beside any reduction.</summary>
internal sealed class ChangeWalk
{
    private readonly IReduction _reduction;
    private ReadOnlyMemory<byte> _json;
    private StateNode _root;

    public ChangeWalk(IReduction reduction)
    {
        _reduction = reduction;
        if (reduction is IStampedReduction stamped)
        {
            _root = stamped.Root;
        }
        else
        {
            _json = reduction.ToJson();
            _root = StateParser.Parse(_json.Span);
        }
    }

    public StateNode Root => _root;

    /// <summary>Takes note of what the newest event did; returns how many leaves it added, removed or changed.</summary>
    public int After(long version)
    {
        if (_reduction is IStampedReduction stamped)
            return stamped.LastChanges;
        var json = _reduction.ToJson();
        if (json.Span.SequenceEqual(_json.Span))
            return 0;
        var root = StateParser.Parse(json.Span);
        var changes = StateStamps.Carry(_root, root, version);
        (_json, _root) = (json, root);
        return changes;
    }
}
