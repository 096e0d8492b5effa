using System.CommandLine;
using System.CommandLine.Completions;
using EventAdmin.Cli.Settings;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client;

namespace EventAdmin.Cli.Verbs;

/// <summary>Runs a verb: makes what it needs, and turns what goes wrong into a sentence and an exit code.</summary>
internal sealed class VerbRunner(Surroundings surroundings, GlobalOptions options)
{
    public Surroundings Surroundings => surroundings;

    /// <summary>The command does this when it is called.</summary>
    public void Run(Command command, Func<ParseResult, VerbContext, CancellationToken, Task<int>> act) =>
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, act, cancellationToken));

    /// <summary>Names of streams for the shell, by the settings of environment and file.</summary>
    public async Task<List<CompletionItem>> FindStreamsAsync(string prefix, int countMax, CancellationToken cancellationToken)
    {
        var settings = ClientSettings.Of(new GivenOptions(), surroundings.Variable, ConfigurationFile.Read(surroundings.Variable));
        await using var screen = new Screen(surroundings, isJson: true, hasColor: false);
        using var context = new VerbContext(screen, settings);
        var found = new List<CompletionItem>();
        await foreach (var stream in context.Client(countMax).ListStreamsAsync(new StreamsRequest { Prefix = prefix.Length == 0 ? null : prefix }, cancellationToken))
        {
            if (SafeText.Of(stream.Stream) == stream.Stream)
                found.Add(new CompletionItem(stream.Stream));
            if (found.Count == countMax)
                break;
        }

        return found;
    }

    private async Task<int> RunAsync(
        ParseResult parsed, Func<ParseResult, VerbContext, CancellationToken, Task<int>> act, CancellationToken cancellationToken)
    {
        var given = options.Read(parsed);
        ClientSettings settings;
        try
        {
            settings = ClientSettings.Of(given, surroundings.Variable, ConfigurationFile.Read(surroundings.Variable));
        }
        catch (CommandFailedException e)
        {
            await surroundings.Error.WriteLineAsync(e.Message);
            return e.Code;
        }

        await using var screen = new Screen(surroundings, given.IsJson, settings.Color.Value);
        using var context = new VerbContext(screen, settings);
        try
        {
            var code = await act(parsed, context, cancellationToken);
            await screen.FlushAsync(CancellationToken.None);
            return code;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Stopped;
        }
        catch (CommandFailedException e)
        {
            screen.Complain(e.Message);
            return e.Code;
        }
        catch (EventAdminException e)
        {
            return Tell(screen, settings, e);
        }
        catch (OutputClosedException)
        {
            return ExitCode.OutputClosed;
        }
        catch (Exception e)
        {
            // The edge of the program: whatever nobody expected is told whole, so that it can be reported.
            screen.Complain($"A defect of this command line, please report it: {e}");
            return ExitCode.Defect;
        }
    }

    private static int Tell(Screen screen, ClientSettings settings, EventAdminException exception)
    {
        var (code, sentence) = exception switch
        {
            ServerUnavailableException => (ExitCode.Unavailable, $"{exception.Message} Is the server running, and is this its address ({settings.Server.Origin})?"),
            UnreadableAnswerException => (ExitCode.Protocol, $"{exception.Message} The address is {settings.Server.Value} ({settings.Server.Origin}); `eventadmin config check` looks closer."),
            RequestRefusedException { Status: 404 } => (ExitCode.NoInput, exception.Message),
            _ => (ExitCode.BadInput, $"The server refused: {exception.Message}"),
        };
        screen.Complain(sentence);
        return code;
    }
}
