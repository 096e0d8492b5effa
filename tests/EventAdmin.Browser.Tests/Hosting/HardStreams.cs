using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Browser.Tests.Hosting;

/// <summary>Streams that a page may get wrong: exact numbers, text that means harm, a payload of a mebibyte, many events.</summary>
internal static class HardStreams
{
    public const string Exact = "exact-1";
    public const string Large = "large-1";
    public const string Long = "counter-1";

    public const int LongCount = 1_000;

    /// <summary>The name of a stream that is markup, and as long as a name may be.</summary>
    public static readonly string Hostile =
        "hostile-<img src=x onerror=document.title='pwned'>\u202Egnp.exe\u2066\" onmouseover=\"document.title='pwned'\" " + new string('W', 120);

    /// <summary>Numbers that a double cannot hold, or would write otherwise.</summary>
    public static readonly IReadOnlyDictionary<string, string> ExactNumbers = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["big"] = "9007199254740993",
        ["longest"] = "9223372036854775807",
        ["small"] = "0.1000000000000000055",
        ["one"] = "1.0",
    };

    // Markup stays markup: escaped, it would be harmless before any page saw it.
    private static readonly JsonSerializerOptions AsTyped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static EventId FirstIdOf(string stream) => EventId.FromName(stream, Text(0));

    public static IEnumerable<(string Stream, IReadOnlyList<NewEvent> Events)> All =>
    [
        (Exact, [Event(Exact, 0, "Measured", $"{{{string.Join(',', ExactNumbers.Select(number => $"\"{number.Key}\":{number.Value}"))}}}")]),
        (Large, [LargeEvent()]),
        (Long, [.. Enumerable.Range(0, LongCount).Select(i => Event(Long, i, "Counted", $$"""{"n":{{Text(i)}},"even":{{(i % 2 == 0 ? "true" : "false")}}}"""))]),
        (Hostile, [.. HostileEvents()]),
    ];

    private static IEnumerable<NewEvent> HostileEvents()
    {
        const string Script = "<script>document.title='pwned'</script>";
        const string Image = "<img src=x onerror=\"document.title='pwned'\">";
        var longName = new string('W', 200);
        object[] payloads =
        [
            new Dictionary<string, object> { ["name"] = Script, [Image] = "in a name", ["quote"] = "\" onfocus=\"document.title='pwned'\" autofocus=\"" },
            new Dictionary<string, object> { ["override"] = "safe\u202Etxt.exe\u2066\u2069\u200F", ["nul"] = "a\0b", ["formula"] = "=cmd|' /C calc'!A0", [longName] = longName },
        ];
        for (var i = 0; i < payloads.Length; i++)
        {
            yield return Event(Hostile, i, i == 0 ? $"Noted{Image}" : "Renamed\u202Edetacerp", JsonSerializer.Serialize(payloads[i], AsTyped)) with
            {
                Metadata = new EventMetadata
                {
                    Actor = $"{Script}\u202Eevil\u202C",
                    CorrelationId = $"{Image} {longName[..100]}",
                    CausationId = "javascript:document.title='pwned'",
                },
            };
        }
    }

    private static NewEvent LargeEvent()
    {
        var json = new StringBuilder("{\"rows\":[");
        for (var i = 0; json.Length < 1_000_000; i++)
            json.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{{\"row\":{i},\"text\":\"line number {i} of a long payload\"}}");
        return Event(Large, 0, "Dumped", json.Append("]}").ToString());
    }

    private static NewEvent Event(string stream, int number, string type, string json) => new()
    {
        Id = EventId.FromName(stream, Text(number)),
        Type = type,
        Data = Encoding.UTF8.GetBytes(json),
        OccurredAt = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero).AddMinutes(number),
        Metadata = new EventMetadata { Actor = "tester", CorrelationId = $"{stream}-correlation" },
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
