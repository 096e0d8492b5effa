namespace EventAdmin.Cql.Connections;

/// <summary>How waiting in a <see cref="RequestQueue"/> ended.</summary>
internal enum QueueOutcome
{
    /// <summary>There is room: try to send again.</summary>
    Granted,

    /// <summary>The queue is full; the request was not sent and should end as busy.</summary>
    Full,

    /// <summary>No room came in time; the request was not sent.</summary>
    TimedOut,

    /// <summary>The caller gave up; the request was not sent.</summary>
    Cancelled,

    /// <summary>The queue was closed with its node.</summary>
    Closed,
}

/// <summary>
/// Callers that found every connection of a node full, first come, first served. Bounded in number and in time; when it is full the next
/// caller is told so at once. Nobody's thread is blocked.
/// </summary>
/// <remarks>
/// Thread-safe. The connections of the node signal it when answers make room; a caller that is granted tries again and, if another was
/// quicker, waits again with the deadline it began with.
/// </remarks>
internal sealed class RequestQueue : IDeadlineHolder, IDisposable
{
    private readonly Lock _changing = new(); // guards _waiting and _isClosed
    private readonly LinkedList<Ticket> _waiting = [];
    private readonly ConnectionServices _services;
    private readonly Func<bool> _hasRoom;
    private readonly int _countMax;
    private volatile int _count;
    private bool _isClosed;

    /// <summary>A queue for one node.</summary>
    /// <param name="services">The clock and the threads.</param>
    /// <param name="countMax">How many may wait.</param>
    /// <param name="hasRoom">Whether any connection of the node takes a request now; cheap, without locks.</param>
    public RequestQueue(ConnectionServices services, int countMax, Func<bool> hasRoom)
    {
        _services = services;
        _countMax = countMax;
        _hasRoom = hasRoom;
        services.Clock.Add(this);
    }

    /// <summary>How many wait now.</summary>
    public int Count => _count;

    /// <summary>Waits for room until a deadline: the earlier of the request's own and the most that anyone waits here.</summary>
    public ValueTask<QueueOutcome> WaitAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromResult(QueueOutcome.Cancelled);
        var ticket = new Ticket(this, deadline);
        lock (_changing)
        {
            if (_isClosed) return ValueTask.FromResult(QueueOutcome.Closed);
            if (_waiting.Count >= _countMax) return ValueTask.FromResult(QueueOutcome.Full);
            _waiting.AddLast(ticket.Node);
            _count = _waiting.Count;
        }

        ticket.Watch(cancellationToken);
        // The last answer may have come between the refusal and this line: then nobody else would signal.
        if (_hasRoom()) Signal(1);
        return ticket.Wait();
    }

    /// <summary>Lets the first <paramref name="count"/> callers try again.</summary>
    public void Signal(int count)
    {
        if (_count == 0) return;
        lock (_changing)
        {
            while (count-- > 0 && _waiting.First is { } first) End(first.Value, QueueOutcome.Granted);
        }
    }

    /// <inheritdoc />
    public void Expire(long now)
    {
        if (_count == 0) return;
        lock (_changing)
        {
            for (var node = _waiting.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.Deadline.Timestamp <= now) End(node.Value, QueueOutcome.TimedOut);
                node = next;
            }
        }
    }

    /// <summary>Ends everyone's waiting: the node is gone.</summary>
    public void Dispose()
    {
        _services.Clock.Remove(this);
        lock (_changing)
        {
            _isClosed = true;
            while (_waiting.First is { } first) End(first.Value, QueueOutcome.Closed);
        }
    }

    private void Cancel(Ticket ticket)
    {
        lock (_changing) End(ticket, QueueOutcome.Cancelled);
    }

    private void End(Ticket ticket, QueueOutcome outcome)
    {
        if (ticket.Node.List is null) return;
        _waiting.Remove(ticket.Node);
        _count = _waiting.Count;
        ticket.End(outcome);
    }

    private sealed class Ticket : PooledCompletion<QueueOutcome>
    {
        private readonly RequestQueue _queue;
        private CancellationTokenRegistration _registration;

        public Ticket(RequestQueue queue, Deadline deadline) : base(queue._services.Threads)
        {
            _queue = queue;
            Deadline = deadline;
            Node = new LinkedListNode<Ticket>(this);
        }

        public Deadline Deadline { get; }

        public LinkedListNode<Ticket> Node { get; }

        public ValueTask<QueueOutcome> Wait() => Task;

        public void End(QueueOutcome outcome) => Complete(outcome);

        public void Watch(CancellationToken cancellationToken) =>
            _registration = cancellationToken.UnsafeRegister(static ticket => ((Ticket)ticket!)._queue.Cancel((Ticket)ticket), this);

        protected override void OnConsumed() => _registration.Dispose();
    }
}
