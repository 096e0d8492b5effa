using System.CommandLine;
using System.Text.Json;
using EventAdmin.Cli.Import;
using EventAdmin.Cli.Terminal;

namespace EventAdmin.Cli.Verbs;

/// <summary><c>import FILE</c>: CloudEvents, one a line, plain or gzip, into a running server.</summary>
internal static class ImportVerb
{
    public static Command Create(VerbRunner runner)
    {
        var file = new Argument<string>("FILE") { Description = "CloudEvents 1.0, one a line, plain or gzip; - for the standard input." };
        var rejects = new Option<string?>("--rejects") { Description = "Write bad lines to this file and go on; without it the first one stops.", HelpName = "FILE" };
        var restart = new Option<bool>("--restart") { Description = "Begin at the first line, also where an earlier import was stopped." };
        var command = new Command("import", "Bring CloudEvents in, in the file's order. The same file again adds nothing; a stopped import goes on; a server that went away is waited for.")
        {
            file, rejects, restart,
        };
        runner.Run(command, (parsed, context, cancellationToken) =>
            new Importing(context, parsed.GetRequiredValue(file), parsed.GetValue(rejects), parsed.GetValue(restart)).RunAsync(cancellationToken));
        Examples.AddTo(
            command,
            ("import history.ndjson.gz", "all of a file; Ctrl+C, and the same command goes on"),
            ("import history.ndjson --rejects bad.ndjson", "past bad lines, which are kept"),
            ("import history.ndjson --timeout 5m", "give up when the server is away for so long"),
            ("export --server http://localhost:5081 | eventadmin import -", "from one server to another"));
        return command;
    }

    /// <summary>One import by this verb.</summary>
    private sealed class Importing(VerbContext context, string file, string? rejectsPath, bool isRestart)
    {
        private readonly Screen _screen = context.Screen;
        private readonly ImportCheckpointFile? _checkpoints = file == Inputs.Standard ? null : new ImportCheckpointFile(file, context.Screen.Variable);

        public async Task<int> RunAsync(CancellationToken cancellationToken)
        {
            // Before the server is asked anything: a file that is not there is what is wrong then.
            if (file != Inputs.Standard)
                await Inputs.Open(_screen, file).DisposeAsync();
            var checkpoint = isRestart ? null : _checkpoints?.Read();
            if (checkpoint is not null && await CanGoOnAsync(checkpoint, cancellationToken))
            {
                _screen.Tell(Say.It($"Going on after line {Say.Count(checkpoint.Lines)}."), Styles.Quiet);
                if (await TryRunAsync(checkpoint, cancellationToken) is { } code)
                    return code;
                _screen.Tell("The file is not the one that was begun; importing it from its first line.", Styles.Quiet);
            }

            return await TryRunAsync(checkpoint: null, cancellationToken) ?? throw new InvalidOperationException("Expected an import without a checkpoint to run.");
        }

        private async Task<bool> CanGoOnAsync(ImportCheckpoint checkpoint, CancellationToken cancellationToken)
        {
            if (checkpoint.Server != context.Settings.Server.Value.ToString())
                return false;
            if (await context.PatientClient(new RetryLine(_screen).Tell).FindEventAsync(checkpoint.LastEvent, cancellationToken) is not null)
                return true;
            _screen.Tell("The store no longer has what was imported before; importing from the first line.", Styles.Quiet);
            return false;
        }

        /// <summary>The exit code; null when the file does not go on from the checkpoint.</summary>
        private async Task<int?> TryRunAsync(ImportCheckpoint? checkpoint, CancellationToken cancellationToken)
        {
            await using var source = await ImportSource.OpenAsync(_screen, file, cancellationToken);
            await using var rejects = rejectsPath is null ? null : OpenRejects(checkpoint?.RejectBytes);
            var tools = new ImportTools
            {
                Screen = _screen,
                Server = context.Settings.Server.Value,
                Patience = context.Timeout(VerbContext.Endless),
                Progress = new ProgressLine(_screen),
                Retries = new RetryLine(_screen),
                Rejects = rejects,
                Checkpoints = _checkpoints,
                EventsBefore = checkpoint is null ? 0 : checkpoint.Added + checkpoint.AlreadyThere,
            };
            using var run = new ImportRun(tools, source, context.PatientClient);
            if (checkpoint is not null && !await run.TrySkipAsync(checkpoint, cancellationToken))
                return null;
            try
            {
                await run.RunAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                _screen.Tell($"Stopped. {(_checkpoints is null ? "The same input again adds what is missing." : "What is stored stays; the same command goes on from there.")}", Styles.Quiet);
                return ExitCode.Stopped;
            }

            return await TellEndAsync(run, tools.Progress.Elapsed, cancellationToken);
        }

        private FileStream OpenRejects(long? bytes)
        {
            try
            {
                var rejects = new FileStream(rejectsPath!, bytes is null ? FileMode.Create : FileMode.OpenOrCreate, FileAccess.Write);
                rejects.SetLength(Math.Min(bytes ?? 0, rejects.Length));
                rejects.Seek(0, SeekOrigin.End);
                return rejects;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CommandFailedException(ExitCode.CannotWrite, $"'{rejectsPath}' can't be written: {e.Message}", e);
            }
        }

        private async Task<int> TellEndAsync(ImportRun run, TimeSpan elapsed, CancellationToken cancellationToken)
        {
            foreach (var bad in run.BadLines)
                _screen.Complain(Say.It($"Bad line {bad.Number}: {bad.Reason}"));
            var total = run.Total;
            if (total.Rejected > run.BadLines.Count)
                _screen.Complain($"... and {Say.Plural(total.Rejected - run.BadLines.Count, "more bad line")}.");
            if (_screen.IsHuman)
                _screen.Line($"{Say.Plural(total.Added, "event")} added, {Say.Count(total.AlreadyThere)} were there, {Say.Plural(total.Rejected, "line")} bad, in {Say.Duration(elapsed)}.", Styles.Good);
            else
                await _screen.WriteJsonAsync(json => Write(json, total, elapsed), cancellationToken);
            if (run.StoppedAt is { } stopped)
            {
                _screen.Complain(Say.It($"Stopped at line {stopped.Number}. What stands before it is stored. Mend it and run the same command, or add --rejects FILE to go on past bad lines."));
                return ExitCode.BadInput;
            }

            _checkpoints?.Delete();
            return total.Rejected > 0 ? ExitCode.BadInput : ExitCode.Done;
        }

        private static void Write(Utf8JsonWriter json, ImportTotal total, TimeSpan elapsed)
        {
            json.WriteNumber("lines", total.Lines);
            json.WriteNumber("added", total.Added);
            json.WriteNumber("alreadyThere", total.AlreadyThere);
            json.WriteNumber("rejected", total.Rejected);
            json.WriteNumber("seconds", Math.Round(elapsed.TotalSeconds, 3));
        }
    }
}
