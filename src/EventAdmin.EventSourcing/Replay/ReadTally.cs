using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.EventSourcing.Replay;

/// <summary>Adds up the receipts of one replay's reads.</summary>
internal sealed class ReadTally
{
    private readonly SortedSet<string> _got = new(StringComparer.Ordinal);
    private ReadReceipt? _newest;
    private int _reads;
    private int _copiesMin = int.MaxValue;
    private int _attempts;
    private TimeSpan _elapsed;
    private bool _isFallback;

    public T Take<T>(ReadResult<T> result)
    {
        var receipt = result.Receipt;
        if (receipt.Got is { } got)
            _got.Add(got);
        _newest = receipt;
        _reads++;
        _copiesMin = Math.Min(_copiesMin, receipt.Copies);
        _attempts += receipt.Attempts;
        _elapsed += receipt.Elapsed;
        _isFallback |= receipt.IsFallback;
        return result.Value;
    }

    public ReadSummary ToSummary()
    {
        var newest = _newest ?? throw new InvalidOperationException("Expected at least one read.");
        return new ReadSummary
        {
            Reads = _reads,
            Store = newest.Store,
            Asked = newest.Asked,
            Got = [.. _got],
            CopiesMin = _copiesMin,
            Attempts = _attempts,
            Elapsed = _elapsed,
            AnsweredAt = newest.AnsweredAt,
            IsFallback = _isFallback,
        };
    }
}
