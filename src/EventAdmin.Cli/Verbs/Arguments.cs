using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client;

namespace EventAdmin.Cli.Verbs;

/// <summary>Arguments and options that several verbs have.</summary>
internal static class Arguments
{
    private const int CompletionsMax = 50;
    private static readonly TimeSpan CompletionTimeMax = TimeSpan.FromSeconds(3);

    /// <summary>A stream; the shell completes it by asking the server.</summary>
    public static Argument<string> Stream(VerbRunner runner, string name = "STREAM", string description = "The stream's id.")
    {
        var argument = new Argument<string>(name) { Description = description, HelpName = name };
        argument.CompletionSources.Add(context => Complete(runner, context));
        return argument;
    }

    public static Option<string[]> Types() => new("--types") { Description = "Only these event types, with commas between.", HelpName = "A,B" };

    public static string[] SplitTypes(string[]? types) =>
        types is null ? [] : [.. types.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <summary>57 or v57.</summary>
    public static long? Version(string? text, string option)
    {
        if (text is null)
            return null;
        return long.TryParse(text.StartsWith('v') ? text.AsSpan(1) : text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new CommandFailedException(ExitCode.Usage, $"{option} '{text}' is no version: write 57 or v57.");
    }

    /// <summary>A moment as the server reads it: now, empty, a version, or an instant in UTC.</summary>
    public static string? Moment(string? text, string option)
    {
        if (text is null or "now" or "empty")
            return text;
        var digits = text.StartsWith('v') ? text[1..] : text;
        if (digits.Length > 0 && digits.All(char.IsAsciiDigit) && digits.Length < 19)
            return $"v{digits}";
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? Say.ExactInstant(instant)
            : throw new CommandFailedException(
                ExitCode.Usage, $"{option} '{text}' is no moment: write now, empty, a version (v57), a date (2026-03-01) or a time (2026-03-01T10:00:00Z, UTC unless it says otherwise).");
    }

    public static Option<int?> Limit(int onTerminal)
    {
        var limit = new Option<int?>("--limit", "-n") { Description = $"At most so many, 0 for all. Default: {Say.Count(onTerminal)} on a terminal, else all.", HelpName = "N" };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 0)
                result.AddError("--limit is 0 or more.");
        });
        return limit;
    }

    /// <summary>How many a verb shows: what was said, else so many on a terminal, else all.</summary>
    public static int CountMax(int? limit, bool isHuman, int onTerminal) => (limit ?? (isHuman ? onTerminal : 0)) is > 0 and var count ? count : int.MaxValue;

    // The shell waits for this, and a server that does not answer must not be felt in it.
    private static List<CompletionItem> Complete(VerbRunner runner, CompletionContext context)
    {
        using var patience = new CancellationTokenSource(CompletionTimeMax, runner.Surroundings.Clock);
        try
        {
#pragma warning disable VSTHRD002 // Completion is asked for by a synchronous call, in a process that does nothing else.
            return Task.Run(() => runner.FindStreamsAsync(context.WordToComplete, CompletionsMax, patience.Token), patience.Token).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        catch (Exception e) when (e is OperationCanceledException or EventAdminException or CommandFailedException)
        {
            return [];
        }
    }
}
