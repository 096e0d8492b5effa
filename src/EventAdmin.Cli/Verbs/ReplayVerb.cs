using System.CommandLine;
using System.Text;
using System.Text.Json;
using EventAdmin.Cli.Output;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Cli.Verbs;

/// <summary><c>replay STREAM</c>: what a stream folds to at a moment.</summary>
internal static class ReplayVerb
{
    public static Command Create(VerbRunner runner)
    {
        var stream = Arguments.Stream(runner);
        var at = new Option<string?>("--at") { Description = "The moment: a version, a date or a time; now without it.", HelpName = "MOMENT" };
        var by = By();
        var reducer = As();
        var command = new Command("replay", "Show the state of a stream at a moment. Nothing is written.") { stream, at, by, reducer };
        runner.Run(command, (parsed, context, cancellationToken) => ReplayAsync(
            context,
            new ReplayRequest
            {
                Stream = parsed.GetRequiredValue(stream),
                At = Arguments.Moment(parsed.GetValue(at), "--at"),
                By = parsed.GetValue(by),
                As = parsed.GetValue(reducer),
            },
            cancellationToken));
        Examples.AddTo(
            command,
            ("replay order-1", "the state now"),
            ("replay order-1 --at v12", "after the event with version 12"),
            ("replay order-1 --at 2026-03-01T10:00:00Z --by occurred", "by when things happened, not when they were stored"),
            ("replay order-1 --json | jq .state", "the state alone, for a program"));
        return command;
    }

    public static Option<string?> By()
    {
        var by = new Option<string?>("--by") { Description = "Which time a date or time means: recorded (default) or occurred.", HelpName = "TIME" };
        return by.AcceptOnlyFromAmong("recorded", "occurred");
    }

    public static Option<string?> As() => new("--as") { Description = "The reducer that folds; else the stream's own.", HelpName = "REDUCER" };

    /// <summary>The state; a stream without events ends the verb.</summary>
    public static async Task<StreamState> FindAsync(EventAdminClient client, ReplayRequest request, CancellationToken cancellationToken) =>
        await client.ReplayAsync(request, cancellationToken)
        ?? throw new CommandFailedException(ExitCode.NoInput, $"The stream '{request.Stream}' has no events. `eventadmin streams` lists those that have.");

    private static async Task<int> ReplayAsync(VerbContext context, ReplayRequest request, CancellationToken cancellationToken)
    {
        var screen = context.Screen;
        var state = await FindAsync(context.Client(), request, cancellationToken);
        if (!screen.IsHuman)
        {
            await screen.WriteJsonAsync(json => Write(json, state), cancellationToken);
            return ExitCode.Done;
        }

        screen.Show(Facts.Of(
        [
            ("stream", state.Stream),
            ("at", Describe(state)),
            ("recorded", state.RecordedAt is { } recorded ? Say.ExactInstant(recorded) : null),
            ("reducer", $"{state.Reducer} {state.ReducerVersion}"),
            ("fingerprint", state.Fingerprint),
        ]));
        screen.Line();
        screen.ShowLine(PrettyJson.Of(RawOf(state)));
        return ExitCode.Done;
    }

    public static byte[] RawOf(StreamState state) => Encoding.UTF8.GetBytes(state.State.GetRawText());

    private static string Describe(StreamState state)
    {
        var at = state.Version is { } version ? Say.It($"version {version} of {state.NewestVersion}") : "before the first event";
        var more = state switch
        {
            { IsClamped: true } => ", the newest there is",
            { IsNewest: true } => ", the newest",
            _ => "",
        };
        var later = state.OccurredLater > 0 ? $"; {Say.Plural(state.OccurredLater, "event")} left out that occurred later" : "";
        return $"{at}{more}{later}";
    }

    private static void Write(Utf8JsonWriter json, StreamState state)
    {
        json.WriteString("stream", state.Stream);
        json.WriteString("at", state.At);
        if (state.Version is { } version)
            json.WriteNumber("version", version);
        else
            json.WriteNull("version");
        if (state.RecordedAt is { } recorded)
            json.WriteString("recordedAt", recorded.UtcDateTime);
        json.WriteNumber("newestVersion", state.NewestVersion);
        json.WriteBoolean("isNewest", state.IsNewest);
        json.WriteBoolean("isClamped", state.IsClamped);
        json.WriteNumber("occurredLater", state.OccurredLater);
        json.WriteString("reducer", state.Reducer);
        json.WriteString("reducerVersion", state.ReducerVersion);
        json.WriteString("fingerprint", state.Fingerprint);
        json.WritePropertyName("state");
        EventJson.WriteRaw(json, RawOf(state));
    }
}
