namespace EventAdmin.Cql.Primitives;

/// <summary>The tokens of all nodes in order, each with the index of the node that owns the range ending at it.</summary>
internal sealed class TokenRing
{
    public static readonly TokenRing Empty = new([], []);

    private readonly long[] _tokens;
    private readonly int[] _owners;

    private TokenRing(long[] tokens, int[] owners)
    {
        _tokens = tokens;
        _owners = owners;
    }

    public int Count => _tokens.Length;

    public ReadOnlySpan<long> Tokens => _tokens;

    public ReadOnlySpan<int> Owners => _owners;

    public static TokenRing Create(IReadOnlyList<IReadOnlyList<long>> tokensByNode)
    {
        var count = tokensByNode.Sum(static one => one.Count);
        var tokens = new long[count];
        var owners = new int[count];
        var next = 0;
        for (var node = 0; node < tokensByNode.Count; node++)
        {
            foreach (var token in tokensByNode[node])
            {
                tokens[next] = token;
                owners[next++] = node;
            }
        }

        Array.Sort(tokens, owners);
        return new TokenRing(tokens, owners);
    }

    /// <summary>The place in the ring whose range (token before it, its token] holds the token; -1 of an empty ring.</summary>
    public int PlaceOf(long token)
    {
        if (_tokens.Length == 0)
            return -1;
        var found = Array.BinarySearch(_tokens, token);
        if (found < 0)
            found = ~found;
        return found == _tokens.Length ? 0 : found;
    }

    /// <summary>The range of a place: behind the first token, up to and with the second.</summary>
    public (long After, long UpTo) RangeAt(int place)
        => (_tokens[place == 0 ? ^1 : place - 1], _tokens[place]);
}
