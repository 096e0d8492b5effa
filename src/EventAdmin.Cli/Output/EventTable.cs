using System.Text;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client.Contracts;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EventAdmin.Cli.Output;

/// <summary>Events as rows that fit the terminal: what is narrowest to lose goes first when there is little room, the type and version never.</summary>
internal sealed class EventTable
{
    private const int Gap = 2;
    private const int DataMin = 16;
    private const int NameMax = 28;

    private readonly List<Column> _columns;

    /// <summary>A table for these events; with streams where they come from several.</summary>
    public EventTable(IReadOnlyList<FeedEvent> events, int width, bool hasStreams)
    {
        List<Column> columns =
        [
            new("Version", Styles.Quiet, e => Say.It($"{e.Version}"), IsRight: true),
            new("Recorded", Styles.Quiet, e => Say.Instant(e.RecordedAt), Rank: 2),
            new("Type", Styles.Kind, e => e.Type),
            new("Actor", Style.Plain, e => e.Actor ?? "", Rank: 1),
        ];
        if (hasStreams)
            columns.Insert(0, new Column("Stream", Styles.Name, e => e.Stream));
        if (events.All(e => e.Actor is null))
            columns.RemoveAll(column => column.Name == "Actor");
        foreach (var column in columns)
            column.Width = Math.Min(NameMax, events.Select(e => SafeText.Of(column.Text(e), NameMax).Length).Append(column.Name.Length).Max());
        foreach (var dropped in columns.Where(column => column.Rank > 0).OrderBy(column => column.Rank).ToList())
        {
            if (Taken(columns) + DataMin > width)
                columns.Remove(dropped);
        }

        columns.Add(new Column("Data", Style.Plain, DataOf) { Width = Math.Max(DataMin, width - Taken(columns)) });
        _columns = columns;
    }

    public IRenderable Head => Row(column => column.Name, _ => Styles.Strong);

    public IRenderable Row(FeedEvent e) => Row(column => column.Text(e), column => column.Style);

    private static int Taken(List<Column> columns) => columns.Sum(column => column.Width + Gap);

    private Paragraph Row(Func<Column, string> text, Func<Column, Style> style)
    {
        var row = new Paragraph { Overflow = Overflow.Crop };
        foreach (var column in _columns)
        {
            var cell = SafeText.Of(text(column), column.Width);
            var isLast = column == _columns[^1];
            row.Append(column.IsRight ? cell.PadLeft(column.Width) : isLast ? cell : cell.PadRight(column.Width), style(column));
            if (!isLast)
                row.Append(new string(' ', Gap));
        }

        return row;
    }

    private static string DataOf(FeedEvent e) =>
        e.Bytes is { } bytes ? $"{Say.Size(bytes.Length)} of {e.ContentType}" : e.Text ?? Encoding.UTF8.GetString(e.GetData());

    private sealed record Column(string Name, Style Style, Func<FeedEvent, string> Text, bool IsRight = false, int Rank = 0)
    {
        public int Width { get; set; }
    }
}
