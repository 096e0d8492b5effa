using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.EventSourcing.Transfer;

/// <summary>
/// One import under way: reads lines, cuts batches, keeps a bounded number of appends in flight. Batches of different streams may overlap,
/// so that a store can make them durable together; a batch of a stream is only begun when the one before it has ended. Not thread-safe.
/// </summary>
internal sealed class ImportRun(BatchAppender appender, EventLimits limits, ImportOptions options, ImportClock clock)
{
    private const int FlightsMax = 32;
    private static readonly ReadOnlyMemory<byte> LineEnd = "\n"u8.ToArray();

    // Flights in the order of the file, so that results, and the first bad line among them, are taken in that order too.
    private readonly Queue<(StreamId Stream, Task<BatchOutcome> Append)> _flights = new();
    private readonly List<BadLine> _badLines = [];
    private ImportBatch? _batch;
    private long _lines;
    private long _added;
    private long _alreadyThere;
    private long _rejected;
    private BadLine? _stoppedAt;
    private string? _storeProblem;

    private bool IsStopped => _stoppedAt is not null || _storeProblem is not null;

    public async Task<ImportResult> RunAsync(ImportInput input, CancellationToken cancellationToken)
    {
        using var reader = new LineReader(input.Plain, options.LineBytesMax);
        try
        {
            while (!IsStopped && await NextAsync(input, reader, cancellationToken).ConfigureAwait(false) is { } line)
            {
                _lines++;
                await TakeAsync(line, cancellationToken).ConfigureAwait(false);
                clock.Tell(Describe);
            }

            await BeginBatchAsync(cancellationToken).ConfigureAwait(false);
            await LandAsync(all: true, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Whoever started appends waits for them, also when something broke; what broke first is what is told.
            await ((Task)Task.WhenAll(_flights.Select(flight => flight.Append))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        if (options.Rejects is not null)
            await options.Rejects.FlushAsync(cancellationToken).ConfigureAwait(false);
        var total = Describe();
        clock.TellEnd(total);
        return new ImportResult { Total = total, BadLines = _badLines, StoppedAt = _stoppedAt, StoreProblem = _storeProblem };
    }

    private async ValueTask<Line?> NextAsync(ImportInput input, LineReader reader, CancellationToken cancellationToken)
    {
        try
        {
            var line = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (line is null && input.IsCutOff(reader.Count))
                await StopAfterAsync("the gzip data is cut off.", cancellationToken).ConfigureAwait(false);
            return line;
        }
        catch (InvalidDataException exception)
        {
            await StopAfterAsync($"the gzip data is damaged: {exception.Message}", cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    // No line after this one can be found, so this stops the import whatever becomes of bad lines.
    private async Task StopAfterAsync(string reason, CancellationToken cancellationToken)
    {
        await BeginBatchAsync(cancellationToken).ConfigureAwait(false);
        _stoppedAt ??= new BadLine(_lines + 1, reason);
        Keep(_stoppedAt);
    }

    private async Task TakeAsync(Line line, CancellationToken cancellationToken)
    {
        var bytes = line.Bytes;
        if (_lines == 1 && bytes.Span is [0xEF, 0xBB, 0xBF, ..])
            bytes = bytes[3..];
        if (line.IsTooLong)
        {
            await RejectReadAsync(default, $"longer than {options.LineBytesMax} bytes.", cancellationToken).ConfigureAwait(false);
            return;
        }

        if (bytes.Span.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0)
            return;
        switch (Judge(bytes.Span))
        {
            case CloudEventLine.Bad bad:
                await RejectReadAsync(bytes, bad.Reason, cancellationToken).ConfigureAwait(false);
                break;
            case CloudEventLine.Good good:
                await AddAsync(good, bytes, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new InvalidOperationException("Expected a line to be good or bad.");
        }
    }

    private CloudEventLine Judge(ReadOnlySpan<byte> line)
    {
        var read = CloudEventsReader.Read(line);
        if (read is not CloudEventLine.Good good)
            return read;
        StreamAppend alone = new() { Stream = good.Stream, Expected = ExpectedVersion.Any, Events = [good.Event] };
        var refused = AppendRules.Check(new AppendRequest { Id = default, Streams = [alone] }, limits);
        return refused is null ? good : new CloudEventLine.Bad(refused.Detail);
    }

    private async Task AddAsync(CloudEventLine.Good good, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var line = new ImportLine(_lines, options.Rejects is null ? null : bytes.ToArray(), good.Event);
        if (_batch?.TryAdd(good.Stream, line) == true)
            return;
        await BeginBatchAsync(cancellationToken).ConfigureAwait(false);
        if (IsStopped)
            return;
        _batch = new ImportBatch(good.Stream, limits);
        _batch.TryAdd(good.Stream, line);
    }

    private async Task BeginBatchAsync(CancellationToken cancellationToken)
    {
        if (_batch is not { } batch)
            return;
        _batch = null;
        await LandAsync(all: false, cancellationToken).ConfigureAwait(false);
        while (_flights.Count >= FlightsMax || _flights.Any(flight => flight.Stream == batch.Stream))
            await LandFirstAsync(cancellationToken).ConfigureAwait(false);
        if (!IsStopped)
            _flights.Enqueue((batch.Stream, appender.AppendAsync(batch, cancellationToken)));
    }

    /// <summary>Takes the results of appends that have ended, or waits for all.</summary>
    private async Task LandAsync(bool all, CancellationToken cancellationToken)
    {
        while (_flights.TryPeek(out var flight) && (all || flight.Append.IsCompleted))
            await LandFirstAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task LandFirstAsync(CancellationToken cancellationToken)
    {
        var outcome = await _flights.Dequeue().Append.ConfigureAwait(false);
        _added += outcome.Added;
        _alreadyThere += outcome.AlreadyThere;
        foreach (var (line, reason) in outcome.Bad)
            await RejectAsync(line.Number, line.Raw, reason, cancellationToken).ConfigureAwait(false);
        if (outcome.StoreProblem is { } problem)
            _storeProblem ??= $"the store stopped the import: {problem}";
    }

    private async Task RejectReadAsync(ReadOnlyMemory<byte> bytes, string reason, CancellationToken cancellationToken)
    {
        // What stands before a line that stops the import is stored.
        if (options.Rejects is null)
            await BeginBatchAsync(cancellationToken).ConfigureAwait(false);
        await RejectAsync(_lines, bytes, reason, cancellationToken).ConfigureAwait(false);
    }

    private async Task RejectAsync(long number, ReadOnlyMemory<byte> bytes, string reason, CancellationToken cancellationToken)
    {
        var bad = new BadLine(number, reason);
        _rejected++;
        Keep(bad);
        if (options.Rejects is null)
        {
            // Lines are judged ahead of the appends, so an earlier line may turn out bad after a later one did.
            _stoppedAt = _stoppedAt is null || number < _stoppedAt.Number ? bad : _stoppedAt;
            return;
        }

        await options.Rejects.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        await options.Rejects.WriteAsync(LineEnd, cancellationToken).ConfigureAwait(false);
    }

    private void Keep(BadLine bad)
    {
        if (_badLines.Count < ImportResult.BadLinesMax)
            _badLines.Add(bad);
    }

    private ImportProgress Describe() => new()
    {
        Lines = _lines,
        Bytes = clock.BytesRead,
        BytesTotal = options.BytesTotal,
        Added = _added,
        AlreadyThere = _alreadyThere,
        Rejected = _rejected,
        Elapsed = clock.Elapsed,
    };
}
