using System.CommandLine;
using System.Text.Json;
using EventAdmin.Cli.Output;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Cli.Verbs;

/// <summary><c>append STREAM</c>: one event by options, or several from a file.</summary>
internal sealed class AppendVerb
{
    private const string Any = "any";
    private static readonly TimeSpan DeadlineDefault = TimeSpan.FromSeconds(30);

    private readonly Argument<string> _stream;
    private readonly Option<string?> _type = new("--type", "-t") { Description = "The event's type.", HelpName = "TYPE" };
    private readonly Option<string?> _data = new("--data", "-d") { Description = "The event's data: JSON, @FILE, or - for the standard input.", HelpName = "JSON" };
    private readonly Option<string?> _events = new("--events") { Description = "Several events: lines of {\"type\": ..., \"data\": ...}; - for the standard input.", HelpName = "FILE" };
    private readonly Option<string> _expected = new("--expected", "-e") { Description = "What is expected of the stream: any, no-stream, stream-exists, or its newest version (v57).", HelpName = "VERSION", DefaultValueFactory = _ => Any };
    private readonly Option<Guid?> _id = new("--id") { Description = "The event's id. The same again is stored once.", HelpName = "GUID" };
    private readonly Option<string?> _time = new("--time") { Description = "When it happened; without it, when it is stored.", HelpName = "TIME" };
    private readonly Option<string?> _actor = new("--actor") { Description = "Who or what acted.", HelpName = "WHO" };
    private readonly Option<string?> _correlation = new("--correlation") { Description = "The request that it belongs to.", HelpName = "ID" };
    private readonly Option<string?> _causation = new("--causation") { Description = "The event or command that caused it.", HelpName = "ID" };

    private AppendVerb(VerbRunner runner) => _stream = Arguments.Stream(runner);

    public static Command Create(VerbRunner runner) => new AppendVerb(runner).Make(runner);

    private Command Make(VerbRunner runner)
    {
        var command = new Command("append", "Append events to a stream. Tried again until it is known to be stored, and stored once.")
        {
            _stream, _type, _data, _events, _expected, _id, _time, _actor, _correlation, _causation,
        };
        command.Validators.Add(result =>
        {
            var isSingle = result.GetValue(_type) is not null;
            if (isSingle == result.GetValue(_events) is not null)
                result.AddError("Give --type and --data for one event, or --events FILE for several.");
        });
        runner.Run(command, AppendAsync);
        Examples.AddTo(
            command,
            ("append order-1 --type OrderPlaced --data '{\"total\": 12.50}' --expected no-stream", "the first event of a new stream"),
            ("append order-1 -t OrderPaid -d @paid.json --actor kim --expected v0", "only if nobody was faster"),
            ("append order-1 --events - < events.ndjson", "several at once, all or none"));
        return command;
    }

    private async Task<int> AppendAsync(ParseResult parsed, VerbContext context, CancellationToken cancellationToken)
    {
        var stream = parsed.GetRequiredValue(_stream);
        var events = parsed.GetValue(_events) is { } file ? await ReadEventsAsync(context, file, cancellationToken) : [await ReadEventAsync(parsed, context, cancellationToken)];
        var clock = context.Screen.Clock;
        // Ids that are known here can be named when the outcome is not.
        AppendEvent[] named = [.. events.Select(e => e.Id is null ? e with { Id = Guid.CreateVersion7(clock.GetUtcNow()) } : e)];
        var body = new AppendBody { Expected = parsed.GetRequiredValue(_expected), Events = named };
        var retries = new RetryLine(context.Screen);
        var answer = await context.Client(onRetry: retries.Tell).AppendAsync(stream, body, context.Timeout(DeadlineDefault), cancellationToken);
        return await TellAsync(context.Screen, stream, named, answer, cancellationToken);
    }

    private async Task<AppendEvent> ReadEventAsync(ParseResult parsed, VerbContext context, CancellationToken cancellationToken) => new()
    {
        Id = parsed.GetValue(_id),
        Type = parsed.GetValue(_type) ?? "",
        Data = Parse(await ReadDataAsync(context, parsed.GetValue(_data) ?? "{}", cancellationToken), "--data"),
        Time = Time(parsed.GetValue(_time)),
        Actor = parsed.GetValue(_actor),
        CorrelationId = parsed.GetValue(_correlation),
        CausationId = parsed.GetValue(_causation),
    };

    private static async Task<string> ReadDataAsync(VerbContext context, string data, CancellationToken cancellationToken) =>
        data == Inputs.Standard ? await Inputs.ReadTextAsync(context.Screen, data, cancellationToken)
        : data.StartsWith('@') ? await Inputs.ReadTextAsync(context.Screen, data[1..], cancellationToken)
        : data;

    private static async Task<List<AppendEvent>> ReadEventsAsync(VerbContext context, string file, CancellationToken cancellationToken)
    {
        var events = new List<AppendEvent>();
        var lines = (await Inputs.ReadTextAsync(context.Screen, file, cancellationToken)).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
                continue;
            try
            {
                events.Add(JsonSerializer.Deserialize<AppendEvent>(lines[i], WireJson.Options) ?? throw new JsonException());
            }
            catch (JsonException e)
            {
                throw new CommandFailedException(ExitCode.BadInput, Say.It($"Line {i + 1} of '{file}' is no event: it needs a type and data, as {{\"type\": \"OrderPaid\", \"data\": {{}}}}."), e);
            }
        }

        return events;
    }

    private static JsonElement Parse(string json, string what)
    {
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException e)
        {
            throw new CommandFailedException(ExitCode.BadInput, Say.It($"{what} is not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine}. A text needs its quotes: '\"text\"'."), e);
        }
    }

    private static DateTimeOffset? Time(string? text)
    {
        if (text is null)
            return null;
        const System.Globalization.DateTimeStyles Utc = System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, Utc, out var time)
            ? time
            : throw new CommandFailedException(ExitCode.Usage, $"--time '{text}' is none: write 2026-03-01T10:00:00Z.");
    }

    private static async Task<int> TellAsync(Screen screen, string stream, AppendEvent[] events, AppendAnswer answer, CancellationToken cancellationToken)
    {
        switch (answer)
        {
            case AppendAnswer.Appended { Receipt: var receipt }:
                if (screen.IsHuman)
                    screen.ShowLine(Receipts.Of(receipt, events.Length));
                else
                    await screen.WriteJsonAsync(json => Receipts.Write(json, receipt), cancellationToken);
                return ExitCode.Done;
            case AppendAnswer.Conflict conflict:
                screen.Complain($"Nothing is stored: {stream} is {(conflict.Actual is { } actual ? Say.It($"at v{actual}") : "without events")}, not as --expected says. `eventadmin read {stream} --backward` shows what came in between.");
                return ExitCode.No;
            case AppendAnswer.Refused refused:
                screen.Complain($"Nothing is stored, the server refused: {refused.Detail}");
                return ExitCode.BadInput;
            case AppendAnswer.NotStored notStored:
                screen.Complain($"Nothing is stored: {notStored.Detail}. The same command may succeed later.");
                return ExitCode.TryAgain;
            case AppendAnswer.Unknown:
                screen.Complain($"It is not known whether the events are stored: no answer came in time. `eventadmin find {events[0].Id}` shows it once the server answers; with --id {events[0].Id} the same command stores it once.");
                return ExitCode.Unknown;
            default:
                throw new InvalidOperationException($"Expected a known answer, found {answer.GetType().Name}.");
        }
    }
}
