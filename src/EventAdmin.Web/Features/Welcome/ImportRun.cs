using System.Globalization;
using EventAdmin.EventSourcing.Transfer;
using EventAdmin.Web.Components.Text;

namespace EventAdmin.Web.Features.Welcome;

/// <summary>How an import by upload stands, in words.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ImportRun(string File, long Bytes)
{
    public ImportProgress? Progress { get; init; }

    public ImportResult? Result { get; init; }

    /// <summary>Why it ended without a result: cancelled, or the upload broke. Null otherwise.</summary>
    public string? Ending { get; init; }

    public bool IsRunning => Result is null && Ending is null;

    /// <summary>Read so far, of 100.</summary>
    public int Percent => Progress is { } at && Bytes > 0 ? (int)Math.Min(100, 100 * at.Bytes / Bytes) : 0;

    /// <summary>Where it is.</summary>
    public string Where => Progress is { } at
        ? Text($"{Count(at.Lines)} lines, {Count(at.Added)} events added, {Count(at.AlreadyThere)} were there, {at.EventsPerSecond:0} a second, {ByteSize.Words(at.Bytes)} of {ByteSize.Words(Bytes)}")
        : $"{ByteSize.Words(Bytes)} to read";

    /// <summary>What became of it.</summary>
    public string Outcome => Result switch
    {
        null => Ending ?? "",
        { StoreProblem: { } problem } => $"Not finished: {problem} Choose the same file again to go on.",
        { StoppedAt: { } bad } => Text($"Stopped at line {bad.Number}: {bad.Reason} What stands before it is stored; mend the line and choose the file again."),
        { Total: { Added: 0 } total } => Text($"Nothing new: all {Count(total.AlreadyThere)} events were there."),
        { Total: var total } => Text($"{Count(total.Added)} events added, {Count(total.AlreadyThere)} were there, {Count(total.Lines)} lines read in {total.Elapsed.TotalSeconds:0.0} s."),
    };

    /// <summary>True when every line is stored.</summary>
    public bool IsComplete => Result is { IsComplete: true };

    private static string Count(long number) => number.ToString("#,0", Numbers);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Digits in groups, apart by a thin space that does not break.
    private static readonly NumberFormatInfo Numbers = new() { NumberGroupSeparator = "\u202F" };
}
