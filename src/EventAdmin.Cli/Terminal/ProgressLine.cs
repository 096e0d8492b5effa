using Spectre.Console;

namespace EventAdmin.Cli.Terminal;

/// <summary>How far a long job is.</summary>
/// <param name="Share">0 to 1; null where the end is not known.</param>
/// <param name="Text">What is done so far.</param>
/// <param name="Note">What it waits for; null while it goes on.</param>
internal sealed record JobProgress(double? Share, string Text, string? Note = null);

/// <summary>One line of the terminal, written over a few times a second, with a bar and the time left; silent where nobody looks. Not thread-safe.</summary>
internal sealed class ProgressLine(Screen screen)
{
    private const int BarWidthMax = 24;
    private const int TextMin = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly long _started = screen.Clock.GetTimestamp();
    private TimeSpan _shownAt = TimeSpan.MinValue;
    private double? _shareAtStart;
    private bool _isShown;

    public TimeSpan Elapsed => screen.Clock.GetElapsedTime(_started);

    public void Report(Func<JobProgress> describe, bool isUrgent = false)
    {
        var elapsed = Elapsed;
        if (!screen.IsErrorSeen || (!isUrgent && _shownAt != TimeSpan.MinValue && elapsed - _shownAt < Pause))
            return;
        _shownAt = elapsed;
        var progress = describe();
        // A job that went on from a checkpoint did not take this long for what was done before.
        _shareAtStart ??= progress.Share;
        Draw(progress, elapsed);
    }

    /// <summary>Takes the line away, for what is said next.</summary>
    public void End()
    {
        if (!_isShown)
            return;
        _isShown = false;
        screen.EraseLine();
    }

    private void Draw(JobProgress progress, TimeSpan elapsed)
    {
        var width = screen.ErrorWidth - 1;
        var line = new Paragraph { Overflow = Overflow.Crop };
        var used = 0;
        if (progress.Share is { } share)
        {
            var bar = Math.Clamp(width - TextMin, 0, BarWidthMax);
            var done = (int)Math.Round(bar * Math.Clamp(share, 0, 1));
            line.Append(new string('━', done), Styles.Good).Append(new string('━', bar - done), Styles.Quiet);
            var percent = Say.It($"{(bar > 0 ? " " : "")}{100 * Math.Clamp(share, 0, 1),3:0} %  ");
            line.Append(percent, Styles.Strong);
            used = bar + percent.Length;
        }

        var text = progress.Note ?? (TimeLeft(progress.Share, elapsed) is { } left ? $"{progress.Text}, {Say.Duration(left)} left" : progress.Text);
        line.Append(SafeText.Of(text, Math.Max(width - used, 8)), progress.Note is null ? Style.Plain : Styles.Kind);
        screen.EraseLine();
        screen.Error.Write(line);
        _isShown = true;
    }

    private TimeSpan? TimeLeft(double? share, TimeSpan elapsed)
    {
        if (share is not { } now || _shareAtStart is not { } start || now - start < 0.01 || elapsed < TimeSpan.FromSeconds(1))
            return null;
        // Whole seconds, and never less than one: it is a guess.
        return TimeSpan.FromSeconds(Math.Max(Math.Ceiling(elapsed.TotalSeconds * ((1 - now) / (now - start))), 1));
    }
}
