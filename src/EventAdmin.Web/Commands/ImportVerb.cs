using System.CommandLine;
using System.Globalization;
using EventAdmin.EventSourcing.Transfer;
using EventAdmin.Web.Composition;

namespace EventAdmin.Web.Commands;

/// <summary><c>import FILE</c>: CloudEvents, one a line, plain or gzip, into a stopped store.</summary>
internal static class ImportVerb
{
    private const string FromStandardInput = "-";
    private const int BadLinesShown = 10;

    public static Command Create(Option<string?> store)
    {
        var file = new Argument<string>("FILE") { Description = "CloudEvents 1.0, one a line, plain or gzip; - for the standard input." };
        var rejects = new Option<string?>("--rejects") { Description = "Write bad lines to this file and go on; without it the first one stops.", HelpName = "FILE" };
        var command = new Command("import", "Import CloudEvents into the store. The same file again adds nothing; one that was stopped goes on.") { file, rejects };
        command.SetAction((parsed, _) => new StoreVerb(parsed.GetValue(store)).RunAsync(
            (services, stopping) => ImportAsync(services, parsed.GetRequiredValue(file), parsed.GetValue(rejects), stopping)));
        Examples.AddTo(command, "EventAdmin.Web import history.ndjson.gz", "EventAdmin.Web import history.ndjson --rejects bad.ndjson", "zcat *.gz | EventAdmin.Web import - --store /srv/orders.db");
        return command;
    }

    private static async Task<int> ImportAsync(IServiceProvider services, string file, string? rejects, CancellationToken stopping)
    {
        Stream input;
        try
        {
            input = file == FromStandardInput ? new StandardInput() : File.OpenRead(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The file '{file}' can't be read: {e.Message}");
            return ExitCode.NoInput;
        }

        await using (input)
        {
            Stream? rejected;
            try
            {
                rejected = rejects is null ? null : File.Create(rejects);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync($"The file '{rejects}' can't be written: {e.Message}");
                return ExitCode.CannotWrite;
            }

            await using (rejected)
                return await ImportAsync(services, input, rejected, stopping);
        }
    }

    private static async Task<int> ImportAsync(IServiceProvider services, Stream input, Stream? rejected, CancellationToken stopping)
    {
        var importer = services.GetRequiredService<StreamImporter>();
        var options = new ImportOptions { Rejects = rejected, BytesTotal = input.CanSeek ? input.Length : null };
        var progress = new ProgressLine<ImportProgress>(Describe);
        ImportResult result;
        try
        {
            result = await importer.ImportAsync(input, options, progress, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            progress.End();
            await Console.Error.WriteLineAsync("Stopped. What is stored stays; the same command goes on from there.");
            return ExitCode.Stopped;
        }

        progress.End();
        foreach (var bad in result.BadLines.Take(BadLinesShown))
            await Console.Error.WriteLineAsync($"Bad {bad}");
        if (result.Total.Rejected > BadLinesShown)
            await Console.Error.WriteLineAsync(Text($"... and {result.Total.Rejected - BadLinesShown} more bad lines."));
        Console.WriteLine(Text($"{result.Total.Added} events added, {result.Total.AlreadyThere} were there, {result.Total.Rejected} lines bad, {result.Total.Lines} lines read."));
        return await TellEndAsync(result, hasRejects: rejected is not null);
    }

    private static async Task<int> TellEndAsync(ImportResult result, bool hasRejects)
    {
        if (result.StoreProblem is { } problem)
        {
            await Console.Error.WriteLineAsync($"Not finished: {problem} The same command goes on from there.");
            return ExitCode.TryAgain;
        }

        if (result.StoppedAt is { } bad)
        {
            await Console.Error.WriteLineAsync(Text($"Stopped at line {bad.Number}. Mend it and run the same command, or add --rejects FILE to go on past bad lines."));
            return ExitCode.BadInput;
        }

        return hasRejects && result.Total.Rejected > 0 ? ExitCode.BadInput : ExitCode.Done;
    }

    private static string Describe(ImportProgress at)
    {
        var share = at.BytesTotal is > 0 and var total ? Text($"{100 * at.Bytes / total,3} %  ") : "";
        return Text($"{share}{at.Lines} lines, {at.Added} added, {at.AlreadyThere} were there, {at.EventsPerSecond:0} events/s, {at.Elapsed.TotalSeconds:0} s");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
