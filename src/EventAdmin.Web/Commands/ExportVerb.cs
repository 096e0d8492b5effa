using System.CommandLine;
using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Transfer;
using EventAdmin.Web.Composition;

namespace EventAdmin.Web.Commands;

/// <summary><c>export FILE</c>: CloudEvents, one a line, out of a stopped store.</summary>
internal static class ExportVerb
{
    private const string StandardOutput = "-";

    public static Command Create(Option<string?> store)
    {
        var file = new Argument<string>("FILE") { Description = "Where to write; compressed where it ends in .gz; - for the standard output." };
        var stream = new Option<string?>("--stream") { Description = "Only this stream.", HelpName = "S" };
        var category = new Option<string?>("--category") { Description = "Only this category.", HelpName = "C" };
        var command = new Command("export", "Export events as CloudEvents, one a line, in the order of the feed.") { file, stream, category };
        command.Validators.Add(result =>
        {
            if (result.GetValue(stream) is not { } named)
                return;
            if (result.GetValue(category) is not null)
                result.AddError("Name a stream or a category, not both.");
            if (StreamId.Check(named) is { } problem)
                result.AddError(problem);
        });
        command.SetAction((parsed, _) => new StoreVerb(parsed.GetValue(store)).RunAsync((services, stopping) =>
        {
            var target = parsed.GetRequiredValue(file);
            var request = new ExportRequest
            {
                Stream = parsed.GetValue(stream) is { } named ? StreamId.Parse(named) : null,
                Category = parsed.GetValue(category),
                Compress = target.EndsWith(".gz", StringComparison.OrdinalIgnoreCase),
            };
            return ExportAsync(services, request, target, stopping);
        }));
        Examples.AddTo(command, "EventAdmin.Web export everything.ndjson.gz", "EventAdmin.Web export --category customer customers.ndjson", "EventAdmin.Web export --stream customer-4711 - | head");
        return command;
    }

    private static async Task<int> ExportAsync(IServiceProvider services, ExportRequest request, string target, CancellationToken stopping)
    {
        // Resolved first: a store that can't be opened must not leave an empty file behind.
        var exporter = services.GetRequiredService<StreamExporter>();
        var progress = new ProgressLine<ExportProgress>(at => Text($"{at.Events} events, {at.EventsPerSecond:0} events/s"));
        try
        {
            await using var output = target == StandardOutput ? Console.OpenStandardOutput() : File.Create(target);
            var end = await exporter.ExportAsync(request, output, progress, stopping);
            progress.End();
            await Console.Error.WriteLineAsync(Text($"{end.Events} events exported."));
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            progress.End();
            await Console.Error.WriteLineAsync("Stopped. The output is not complete.");
            return ExitCode.Stopped;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            progress.End();
            await Console.Error.WriteLineAsync($"'{target}' can't be written: {e.Message}");
            return ExitCode.CannotWrite;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
