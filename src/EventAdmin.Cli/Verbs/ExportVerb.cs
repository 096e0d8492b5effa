using System.CommandLine;
using System.IO.Compression;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client;

namespace EventAdmin.Cli.Verbs;

/// <summary><c>export FILE</c>: CloudEvents, one a line. A file is there when it is complete, and not before.</summary>
internal static class ExportVerb
{
    private const string Part = ".part";

    public static Command Create(VerbRunner runner)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Where to write; compressed where it ends in .gz; - or nothing for the standard output.",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => Inputs.Standard,
        };
        var stream = new Option<string?>("--stream") { Description = "Only this stream.", HelpName = "S" };
        var category = new Option<string?>("--category") { Description = "Only this category.", HelpName = "C" };
        var command = new Command("export", "Export events as CloudEvents, one a line, in the order of the feed.") { file, stream, category };
        command.Validators.Add(result =>
        {
            if (result.GetValue(stream) is not null && result.GetValue(category) is not null)
                result.AddError("Name a stream or a category, not both.");
        });
        runner.Run(command, (parsed, context, cancellationToken) =>
            ExportAsync(context, parsed.GetRequiredValue(file), parsed.GetValue(stream), parsed.GetValue(category), cancellationToken));
        Examples.AddTo(
            command,
            ("export everything.ndjson.gz", "all there is, compressed"),
            ("export --category order orders.ndjson", "one category"),
            ("export --stream order-1 | head -3", "the first events of a stream"));
        return command;
    }

    private static async Task<int> ExportAsync(VerbContext context, string file, string? stream, string? category, CancellationToken cancellationToken)
    {
        var screen = context.Screen;
        var client = context.Client();
        var total = stream is null ? (long?)null : (await client.FindStreamAsync(stream, cancellationToken))?.Count
            ?? throw new CommandFailedException(ExitCode.NoInput, $"The stream '{stream}' has no events.");
        await using var download = await client.ExportAsync(stream, category, cancellationToken);
        var progress = new ProgressLine(screen);
        var copy = new LineCopy(download.Lines, progress, total);
        try
        {
            if (file == Inputs.Standard)
                await copy.RunAsync(screen.WriteAsync, cancellationToken);
            else
                await WriteFileAsync(copy, file, cancellationToken);
        }
        finally
        {
            progress.End();
        }

        if (file != Inputs.Standard)
            screen.Tell($"{Say.Plural(copy.Events, "event")} exported to {file} in {Say.Duration(progress.Elapsed)}.");
        return ExitCode.Done;
    }

    private static async Task WriteFileAsync(LineCopy copy, string file, CancellationToken cancellationToken)
    {
        var part = file + Part;
        try
        {
            await using (var output = File.Create(part))
            await using (var lines = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(output, CompressionLevel.Optimal) : (Stream)output)
                await copy.RunAsync(lines.WriteAsync, cancellationToken);
            File.Move(part, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.CannotWrite, $"'{file}' can't be written: {e.Message}", e);
        }
        finally
        {
            // Half an export must not be taken for one. After the move there is nothing of that name.
            if (File.Exists(part))
                File.Delete(part);
        }
    }

    /// <summary>Copies lines and counts them.</summary>
    private sealed class LineCopy(Stream lines, ProgressLine progress, long? total)
    {
        public long Events { get; private set; }

        public async Task RunAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write, CancellationToken cancellationToken)
        {
            var buffer = new byte[64 * 1024];
            while (await ReadAsync(buffer, cancellationToken) is > 0 and var length)
            {
                await write(buffer.AsMemory(0, length), cancellationToken);
                Events += buffer.AsSpan(0, length).Count((byte)'\n');
                progress.Report(Describe);
            }
        }

        private async Task<int> ReadAsync(byte[] buffer, CancellationToken cancellationToken)
        {
            try
            {
                return await lines.ReadAsync(buffer, cancellationToken);
            }
            catch (Exception e) when (e is IOException or HttpRequestException or InvalidDataException)
            {
                throw new CommandFailedException(
                    ExitCode.TryAgain, $"The export is not complete: the connection was lost after {Say.Plural(Events, "event")}. Run the same command again.", e);
            }
        }

        private JobProgress Describe()
        {
            var rate = Events / Math.Max(progress.Elapsed.TotalSeconds, 0.001);
            return total is > 0
                ? new JobProgress((double)Events / total.Value, $"{Say.Count(Events)} of {Say.Plural(total.Value, "event")}, {Say.Rate(rate)}/s")
                : new JobProgress(Share: null, $"{Say.Plural(Events, "event")}, {Say.Rate(rate)}/s, {Say.Duration(progress.Elapsed)}");
        }
    }
}
