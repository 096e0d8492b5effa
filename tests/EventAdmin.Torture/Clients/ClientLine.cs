using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Histories;

namespace EventAdmin.Torture.Clients;

/// <summary>
/// A line that a client process prints: what it asks before it asks, what it is told when it is told. Each is one write.
/// <code>
/// a client ticks name stream|expected|count;...        asks an append
/// r client ticks ok stream=first;...                   is told: also "conflict stream actual", "fail reason", "unknown"
/// s client from to stream length version:id:hash,...   has read
/// h ticks sound|degraded|full                          the store's health as a client sees it
/// x text                                               could not open the store
/// e                                                    has closed the store
/// </code>
/// </summary>
internal abstract record ClientLine
{
    private ClientLine()
    {
    }

    public sealed record Asked(int Client, long At, AppendRequest Request) : ClientLine
    {
        /// <summary>As an attempt of which nothing is known.</summary>
        public AppendAttempt Attempt { get; } = HistoryRecorder.Describe(Client, Request, At, long.MaxValue, new AttemptOutcome.Unknown());
    }

    public sealed record Told(int Client, long At, AttemptOutcome Outcome) : ClientLine;

    public sealed record Saw(ReadAttempt Read) : ClientLine;

    public sealed record Health(long At, string State) : ClientLine;

    public sealed record Unusable(string Reason) : ClientLine;

    public sealed record Closed : ClientLine;

    public static string Ask(int client, long at, string name, IEnumerable<RequestPart> parts) => Text(
        $"a {client} {at} {name} {string.Join(';', parts.Select(part => Text($"{part.Stream}|{part.Expected}|{part.Events}")))}");

    public static string Tell(int client, long at, AppendOutcome outcome) => Text($"r {client} {at} {TextOf(outcome)}");

    public static string See(int client, long from, long to, StreamPage page, StreamId stream) => Text(
        $"s {client} {from} {to} {stream} {page.Head?.Last.Value + 1 ?? 0} {string.Join(',', page.Events.Select(TextOf))}");

    public static ClientLine Parse(string line)
    {
        var words = line.Split(' ');
        return words[0] switch
        {
            "a" => new Asked((int)Number(words[1]), Number(words[2]), Requests.Make(words[3], words[4].Split(';').Select(ParsePart))),
            "r" => new Told((int)Number(words[1]), Number(words[2]), ParseOutcome(words.AsSpan(3))),
            "s" => new Saw(ParseRead(words)),
            "h" => new Health(Number(words[1]), words[2]),
            "x" => new Unusable(line),
            "e" => new Closed(),
            _ => throw new FormatException($"Expected a known line, found '{line}'."),
        };
    }

    private static string TextOf(AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.Appended appended => Text($"ok {string.Join(';', appended.Streams.Select(stream => Text($"{stream.Stream}={stream.First.Value}")))}"),
        AppendOutcome.Conflict conflict => Text($"conflict {conflict.Stream} {conflict.Actual?.Value ?? -1}"),
        AppendOutcome.Refused refused => $"fail {refused.Reason}",
        _ => "unknown",
    };

    private static string TextOf(RecordedEvent e) => Text($"{e.Version.Value}:{e.Id.Value:N}:{EventPrint.Of(e).Content:x}");

    private static RequestPart ParsePart(string text)
    {
        var words = text.Split('|');
        return ExpectedVersion.TryParse(words[1], out var expected)
            ? new RequestPart(StreamId.Parse(words[0]), expected, (int)Number(words[2]))
            : throw new FormatException($"Expected an expectation, found '{words[1]}'.");
    }

    private static AttemptOutcome ParseOutcome(ReadOnlySpan<string> words) => words[0] switch
    {
        "ok" => new AttemptOutcome.Ok(words[1].Split(';').Select(part => part.Split('=')).ToDictionary(part => StreamId.Parse(part[0]), part => Number(part[1]))),
        "conflict" => new AttemptOutcome.Conflict(StreamId.Parse(words[1]), Number(words[2]), IsCached: false),
        "fail" => new AttemptOutcome.Fail(words[1]),
        _ => new AttemptOutcome.Unknown(),
    };

    private static ReadAttempt ParseRead(string[] words) => new()
    {
        Client = (int)Number(words[1]),
        Invoked = Number(words[2]),
        Returned = Number(words[3]),
        Stream = StreamId.Parse(words[4]),
        IsStrong = true,
        Length = Number(words[5]),
        Events = [.. words[6].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ParseSeen)],
    };

    private static SeenEvent ParseSeen(string text)
    {
        var words = text.Split(':');
        var content = UInt128.Parse(words[2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return new SeenEvent(Number(words[0]), new EventPrint(new EventId(Guid.ParseExact(words[1], "N")), content));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
