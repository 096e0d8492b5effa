using System.Globalization;
using System.Text;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client.Contracts;
using Spectre.Console;

namespace EventAdmin.Cli.Output;

/// <summary>One event of the feed on one line of a terminal: when, where, what, and as much of the data as there is room for.</summary>
internal static class FeedLine
{
    private const int DataMin = 12;

    public static Paragraph Of(FeedEvent e, int width)
    {
        var isNarrow = width < 64;
        var (placeWidth, typeWidth) = isNarrow ? (width * 6 / 10, width) : (Math.Clamp(width * 3 / 10, 22, 40), Math.Clamp(width / 4, 18, 30));
        var line = new Paragraph { Overflow = Overflow.Crop };
        var used = 0;
        if (!isNarrow)
            Add($"{e.RecordedAt.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  ", Styles.Quiet);
        var version = Say.It($" v{e.Version}");
        var stream = SafeText.Of(e.Stream, Math.Max(placeWidth - version.Length, 8));
        Add(stream, Styles.Name);
        Add(version.PadRight(Math.Max(placeWidth - stream.Length, version.Length)) + "  ", Styles.Quiet);
        Add(Fit(e.Type, Math.Min(typeWidth, Math.Max(width - used, 8)), pad: !isNarrow), Styles.Kind);
        if (width - used - 2 >= DataMin)
            Add($"  {SafeText.Of(DataOf(e), width - used - 2)}", Style.Plain);
        return line;

        void Add(string text, Style style)
        {
            line.Append(text, style);
            used += text.Length;
        }
    }

    private static string Fit(string text, int width, bool pad) => pad ? SafeText.Of(text, width).PadRight(width) : SafeText.Of(text, width);

    private static string DataOf(FeedEvent e) => e.Bytes is { } bytes ? $"{Say.Size(bytes.Length)} that are no text" : e.Text ?? Encoding.UTF8.GetString(e.GetData());
}
