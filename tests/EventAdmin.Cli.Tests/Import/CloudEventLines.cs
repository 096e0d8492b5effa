using System.Globalization;
using System.Text;
using EventAdmin.Client;

namespace EventAdmin.Cli.Tests.Import;

/// <summary>Lines of CloudEvents for tests.</summary>
internal static class CloudEventLines
{
    /// <summary>Events of four streams in runs of a few, with all that an event can carry.</summary>
    public static string Make(int count, string category = "order")
    {
        var text = new StringBuilder();
        for (var n = 0; n < count; n++)
            text.Append(One(n, string.Create(CultureInfo.InvariantCulture, $"{category}-{n / 5 % 4}"))).Append('\n');
        return text.ToString();
    }

    public static string One(int n, string stream) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"specversion":"1.0","id":"{{IdOf(n, stream)}}","source":"/test","type":"Placed","subject":"{{stream}}","time":"2026-03-01T10:00:00Z",{{DataOf(n)}}}""");

    // A GUID, or any other text.
    private static string IdOf(int n, string stream)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{stream}:{n}");
        return n % 7 == 3 ? text : CloudEventId.Of("/test", text).ToString();
    }

    private static string DataOf(int n) => (n % 9) switch
    {
        4 => "\"datacontenttype\":\"text/plain\",\"data\":\"a text\"",
        6 => "\"data_base64\":\"AAEC/w==\"",
        8 => "\"priority\":\"high\",\"data\":{\"deep\": [1.0, 9007199254740993]}",
        _ => string.Create(CultureInfo.InvariantCulture, $"\"data\":{{\"n\":{n},\"one\":1.0}}"),
    };
}
