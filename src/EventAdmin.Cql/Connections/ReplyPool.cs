namespace EventAdmin.Cql.Connections;

/// <summary>The replies of a connection that wait for their next request; last in, first out. Thread-safe.</summary>
internal sealed class ReplyPool(CqlConnection connection, int countMax)
{
    private readonly Lock _changing = new(); // guards _free and _count
    private CqlReply?[] _free = new CqlReply?[Math.Min(16, countMax)];
    private int _count;

    /// <summary>How many wait now.</summary>
    public int Count
    {
        get { lock (_changing) return _count; }
    }

    public CqlReply Rent()
    {
        lock (_changing)
        {
            if (_count > 0)
            {
                var reply = _free[--_count]!;
                _free[_count] = null;
                return reply;
            }
        }

        return new CqlReply(connection);
    }

    public void Return(CqlReply reply)
    {
        lock (_changing)
        {
            if (_count == countMax) return;
            if (_count == _free.Length) Array.Resize(ref _free, Math.Min(countMax, _free.Length * 2));
            _free[_count++] = reply;
        }
    }
}
