namespace EventAdmin.EventSourcing.Transfer;

/// <summary>Tells progress, a few times a second.</summary>
internal sealed class ImportClock(TimeProvider clock, IProgress<ImportProgress>? progress, CountingStream input)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly long _started = clock.GetTimestamp();
    private TimeSpan _toldAt = TimeSpan.MinValue;

    public long BytesRead => input.Count;

    public TimeSpan Elapsed => clock.GetElapsedTime(_started);

    /// <summary>Tells how far the import is, unless that was told a moment ago.</summary>
    public void Tell(Func<ImportProgress> describe)
    {
        if (progress is null || (_toldAt != TimeSpan.MinValue && Elapsed - _toldAt < Pause))
            return;
        _toldAt = Elapsed;
        progress.Report(describe());
    }

    public void TellEnd(ImportProgress end) => progress?.Report(end);
}
