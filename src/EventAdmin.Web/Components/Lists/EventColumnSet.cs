using System.Globalization;
using EventAdmin.Web.Components.Text;
using EventAdmin.Web.Components.Time;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Components.Lists;

/// <summary>All columns in screen order, drawn without a component per cell: a screen of rows is a few hundred text nodes and nothing more.</summary>
internal sealed class EventColumnSet
{
    private readonly IReadOnlyList<EventColumn> _all;

    public EventColumnSet(DisplayZone zone)
    {
        _all =
        [
            new EventColumn { Which = EventColumns.Position, Name = "Position", Class = "position", Draw = row => Plain(row.Position) },
            new EventColumn { Which = EventColumns.Time, Name = "Recorded", Class = "time", Draw = row => Time(zone, row), Title = row => TimeTitle(zone, row) },
            new EventColumn { Which = EventColumns.Stream, Name = "Stream", Class = "stream", Draw = row => Outside(row.StreamId), Title = row => VisibleText.Of(row.StreamId) },
            new EventColumn { Which = EventColumns.Version, Name = "Version", Class = "version", Draw = row => Plain("v" + row.Version.ToString(CultureInfo.InvariantCulture)) },
            new EventColumn { Which = EventColumns.Type, Name = "Type", Class = "type", Draw = row => Outside(row.Type), Title = row => VisibleText.Of(row.Type) },
            new EventColumn { Which = EventColumns.Sentence, Name = "What happened", Class = "sentence", Draw = Sentence },
            new EventColumn { Which = EventColumns.Actor, Name = "By", Class = "actor", Draw = row => Outside(row.Actor), Title = row => VisibleText.Of(row.Actor) },
            new EventColumn { Which = EventColumns.Correlation, Name = "Correlation", Class = "correlation", Draw = row => Outside(row.CorrelationId), Title = row => VisibleText.Of(row.CorrelationId) },
            new EventColumn { Which = EventColumns.Size, Name = "Size", Class = "size", Draw = row => Plain(ByteSize.Words(row.SizeBytes)) },
        ];
    }

    public IReadOnlyList<EventColumn> Choose(EventColumns columns) => _all.Where(column => columns.HasFlag(column.Which)).ToList();

    private static RenderFragment Plain(string? text) => builder => builder.AddContent(0, text);

    private static RenderFragment Outside(string? text) => builder =>
    {
        builder.OpenElement(0, "bdi");
        builder.AddContent(1, VisibleText.Of(text));
        builder.CloseElement();
    };

    private static RenderFragment Time(DisplayZone zone, EventRow row) => builder =>
    {
        var text = zone.Format(row.RecordedTime);
        builder.OpenElement(0, "time");
        builder.AddAttribute(1, "datetime", row.RecordedTime.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture));
        builder.OpenElement(2, "span");
        builder.AddAttribute(3, "class", "time-day");
        builder.AddContent(4, text[..11]);
        builder.CloseElement();
        builder.AddContent(5, text[11..19]);
        builder.OpenElement(6, "span");
        builder.AddAttribute(7, "class", "time-ms");
        builder.AddContent(8, text[19..]);
        builder.CloseElement();
        builder.CloseElement();
    };

    private static string TimeTitle(DisplayZone zone, EventRow row) =>
        $"{zone.Format(row.RecordedTime)} {zone.Name} ({zone.OffsetOf(row.RecordedTime)})";

    // The link is what a pointer, a middle click and a copied address need; it is not a tab stop, because the grid is one already.
    private static RenderFragment Sentence(EventRow row) => builder =>
    {
        builder.OpenElement(0, "a");
        builder.AddAttribute(1, "href", row.Url);
        builder.AddAttribute(2, "tabindex", "-1");
        builder.AddAttribute(3, "class", row.IsUnreadable ? "event-link word-bad" : "event-link");
        foreach (var part in row.Sentence)
        {
            if (part.IsValue)
            {
                builder.OpenElement(4, "bdi");
                builder.AddContent(5, VisibleText.Of(part.Text));
                builder.CloseElement();
            }
            else
            {
                builder.AddContent(6, VisibleText.Of(part.Text));
            }
        }

        builder.CloseElement();
    };
}
