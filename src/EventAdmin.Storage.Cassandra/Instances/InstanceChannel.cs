using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Instances;

/// <summary>One channel to an owner while it is open: questions under way, and a loop that reads what comes. Thread-safe.</summary>
internal sealed class InstanceChannel : IAsyncDisposable
{
    private readonly InstanceStreams _streams;
    private readonly InstanceLink _link;
    private readonly Action<long> _committed;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _reading;

    // Guards what waits, and whether anything may.
    private readonly Lock _guardsWaiting = new();
    private readonly Dictionary<long, TaskCompletionSource<ByteReader?>> _waiting = [];
    private long _asked;
    private bool _isClosed;

    /// <summary>Begins to read.</summary>
    /// <param name="streams">The streams.</param>
    /// <param name="link">The link over them.</param>
    /// <param name="committed">Told what is committed.</param>
    public InstanceChannel(InstanceStreams streams, InstanceLink link, Action<long> committed)
    {
        (_streams, _link, _committed) = (streams, link, committed);
        _reading = ReadAsync();
    }

    /// <summary>True once nothing more can be asked.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_guardsWaiting)
                return _isClosed;
        }
    }

    /// <summary>Asks. Null where the channel closed before the answer came: the question may have been heard.</summary>
    public async Task<ByteReader?> AskAsync(InstanceMessageKind kind, Action<ByteWriter> body, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<ByteReader?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var number = Interlocked.Increment(ref _asked);
        lock (_guardsWaiting)
        {
            if (_isClosed)
                return null;
            _waiting.Add(number, answer);
        }

        try
        {
            await _link.SendAsync(InstanceMessage.Write(kind, number, body), cancellationToken).ConfigureAwait(false);
            return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null;
        }
        finally
        {
            lock (_guardsWaiting)
                _waiting.Remove(number);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _link.ReceiveAsync(_closing.Token).ConfigureAwait(false) is { } bytes)
                Take(InstanceMessage.Parse(bytes));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or FormatException or InstanceRefusedException or ObjectDisposedException)
        {
            // Whoever waits asks the owner anew, over another channel.
        }
        finally
        {
            Close();
        }
    }

    private void Take(InstanceMessage message)
    {
        switch (message.Kind)
        {
            case InstanceMessageKind.Committed:
                _committed(message.Number);
                break;
            case InstanceMessageKind.Answer:
                TaskCompletionSource<ByteReader?>? answer;
                lock (_guardsWaiting)
                    _waiting.Remove(message.Number, out answer);
                answer?.TrySetResult(new ByteReader(message.Body));
                break;
            default:
                throw new FormatException($"Expected an answer, found {message.Kind}.");
        }
    }

    private void Close()
    {
        lock (_guardsWaiting)
        {
            _isClosed = true;
            foreach (var answer in _waiting.Values)
                answer.TrySetResult(null);
            _waiting.Clear();
        }

        _streams.Close();
    }
}
