using System.Security.Cryptography;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client;

namespace EventAdmin.Cli.Import;

/// <summary>
/// One import: reads lines, sends them in the file's order, one append after the other, and notes how far it came. Not thread-safe.
/// </summary>
internal sealed class ImportRun : IDisposable
{
    private static readonly TimeSpan NotePause = TimeSpan.FromMilliseconds(250);

    private readonly ImportTools _tools;
    private readonly ImportSource _source;
    private readonly LineReader _lines;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<BadLine> _badLines = [];
    private readonly BatchSender _sender;
    private EventBatch? _batch;
    private ImportTotal _total = new();
    private Guid _lastEvent;
    private long _notedAt;
    private bool _isUnsure;

    public ImportRun(ImportTools tools, ImportSource source, Func<Action<RetryNotice>, EventAdminClient> makeClient)
    {
        (_tools, _source, _lines) = (tools, source, new LineReader(source));
        _sender = new BatchSender(makeClient(Wait), tools.Patience, stopsAtBadLine: tools.Rejects is null, () => _isUnsure);
        _notedAt = tools.Screen.Clock.GetTimestamp();
    }

    public ImportTotal Total => _total;

    public IReadOnlyList<BadLine> BadLines => _badLines;

    /// <summary>The line that stopped the import; null when none did.</summary>
    public BadLine? StoppedAt { get; private set; }

    /// <summary>Reads past the lines that a checkpoint says are dealt with. False when they are not the ones that it was made of.</summary>
    public async Task<bool> TrySkipAsync(ImportCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        for (var n = 0L; n < checkpoint.Lines; n++)
        {
            if (await _lines.ReadAsync(cancellationToken) is not { } line)
                return false;
            Count(line);
        }

        _total = _total with { Added = checkpoint.Added, AlreadyThere = checkpoint.AlreadyThere, Rejected = checkpoint.Rejected };
        _lastEvent = checkpoint.LastEvent;
        return Convert.ToHexStringLower(_hash.GetCurrentHash()) == checkpoint.Sha256;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (StoppedAt is null && await _lines.ReadAsync(cancellationToken) is { } line)
            {
                // What is left of a line where the data end too early is no line.
                if (line.HasEnd || !_source.IsCutOff)
                    await TakeAsync(line, cancellationToken);
            }

            if (StoppedAt is null && _source.IsCutOff)
                await StopAsync("the gzip data is cut off.", cancellationToken);
            await SendBatchAsync(cancellationToken);
        }
        catch (InvalidDataException e)
        {
            await StopAsync($"the gzip data is damaged: {e.Message}", cancellationToken);
        }
        finally
        {
            _tools.Progress.End();
            // Lines of a batch that was not answered are not counted as dealt with.
            if (_batch is null)
                Note();
        }
    }

    public void Dispose() => _hash.Dispose();

    private async Task TakeAsync(Line line, CancellationToken cancellationToken)
    {
        var number = _total.Lines + 1;
        var bytes = number == 1 && line.Bytes.Span is [0xEF, 0xBB, 0xBF, ..] ? line.Bytes[3..] : line.Bytes;
        var isBlank = !line.IsTooLong && bytes.Span.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;
        EventLine? read = null;
        var problem = line.IsTooLong ? $"longer than {Say.Size(LineReader.LineBytesMax)}." : isBlank ? null : EventLine.TryRead(number, bytes, out read);
        if (read is not null && _batch?.TryAdd(read) == true)
        {
            Count(line);
            return;
        }

        var content = bytes.ToArray();
        await SendBatchAsync(cancellationToken);
        if (StoppedAt is not null)
            return;
        if (problem is not null)
        {
            // The import may stop here, and goes on here once the line is mended.
            Note();
            await RejectAsync(number, content, problem, cancellationToken);
        }

        if (StoppedAt is not null)
            return;
        Count(line);
        if (read is null)
            return;
        _batch = new EventBatch(read.Stream);
        _batch.TryAdd(read);
    }

    private void Count(Line line)
    {
        _hash.AppendData(line.Bytes.Span);
        _hash.AppendData("\n"u8);
        _total = _total with { Lines = _total.Lines + 1 };
    }

    private async Task SendBatchAsync(CancellationToken cancellationToken)
    {
        if (_batch is not { } batch)
            return;
        _isUnsure = false;
        var outcome = await _sender.SendAsync(batch.Stream, batch.Lines, cancellationToken);
        _tools.Retries.End();
        _batch = null;
        _total = _total with { Added = _total.Added + outcome.Added, AlreadyThere = _total.AlreadyThere + outcome.AlreadyThere };
        if (outcome.Added + outcome.AlreadyThere > 0)
            _lastEvent = batch.Lines[^1].Id;
        foreach (var (line, reason) in outcome.Bad)
            await RejectAsync(line.Number, line.Bytes, reason, cancellationToken);
        _tools.Progress.Report(() => Describe(note: null));
        if (StoppedAt is null && _tools.Screen.Clock.GetElapsedTime(_notedAt) >= NotePause)
            Note();
    }

    private async Task StopAsync(string reason, CancellationToken cancellationToken)
    {
        await SendBatchAsync(cancellationToken);
        StoppedAt ??= new BadLine(_total.Lines + 1, reason);
        _badLines.Add(StoppedAt);
    }

    private async Task RejectAsync(long number, ReadOnlyMemory<byte> bytes, string reason, CancellationToken cancellationToken)
    {
        var bad = new BadLine(number, reason);
        _total = _total with { Rejected = _total.Rejected + 1 };
        if (_badLines.Count < BadLine.KeptMax)
            _badLines.Add(bad);
        if (_tools.Rejects is not { } rejects)
        {
            StoppedAt ??= bad;
            return;
        }

        await rejects.WriteAsync(bytes, cancellationToken);
        await rejects.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }

    private void Note()
    {
        _notedAt = _tools.Screen.Clock.GetTimestamp();
        if (StoppedAt is not null || _lastEvent == Guid.Empty || _tools.Checkpoints is not { } checkpoints)
            return;
        _tools.Rejects?.Flush(flushToDisk: true);
        checkpoints.Write(new ImportCheckpoint
        {
            Server = _tools.Server.ToString(),
            Lines = _total.Lines,
            Sha256 = Convert.ToHexStringLower(_hash.GetCurrentHash()),
            LastEvent = _lastEvent,
            Added = _total.Added,
            AlreadyThere = _total.AlreadyThere,
            Rejected = _total.Rejected,
            RejectBytes = _tools.Rejects?.Position,
        });
    }

    private void Wait(RetryNotice notice)
    {
        _isUnsure |= notice.Verdict is HttpVerdict.Unknown;
        if (_tools.Screen.IsErrorSeen)
            _tools.Progress.Report(() => Describe($"waiting for the server: {notice.Reason}"), isUrgent: true);
        else
            _tools.Retries.Tell(notice);
    }

    private JobProgress Describe(string? note)
    {
        var events = _total.Added + _total.AlreadyThere;
        var rate = (events - _tools.EventsBefore) / Math.Max(_tools.Progress.Elapsed.TotalSeconds, 0.001);
        return new JobProgress(
            _source.RawLength is > 0 and var length ? (double)_source.RawPosition / length : null,
            $"{Say.Plural(events, "event")}, {Say.Rate(rate)}/s",
            note);
    }
}
