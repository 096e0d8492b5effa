using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Features.Replay;

/// <summary>The stream as bars: how much each event, or run of events, changed the state. Each leads to the version that changed most.</summary>
public sealed partial class ChangeBars
{
    private const int BarsMax = 240;
    private const int HeightMax = 38;

    // A stream of five events has five slim bars, not five slabs.
    private const int BarsDrawnMin = 60;

    private ChangeMap? _drawnMap;

    [Parameter, EditorRequired] public ReplayedView View { get; set; } = null!;

    [Parameter, EditorRequired] public ReplayPageState State { get; set; } = null!;

    [Parameter] public ChangeMap? Map { get; set; }

    [Parameter] public bool IsReading { get; set; }

    /// <summary>The map of a long stream is read on demand.</summary>
    [Parameter] public EventCallback OnAsk { get; set; }

    private List<Bar> Drawn { get; set; } = [];

    private string BarWords => string.Create(
        CultureInfo.InvariantCulture,
        $"{View.State.Head.Count:N0} events in {Drawn.Count} bars; the highest changed {Drawn.Max(static bar => bar.Changes):N0} fields. Step with [ and ].");

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_drawnMap, Map))
            return;
        _drawnMap = Map;
        Drawn = Map is null ? [] : Draw(Map);
    }

    private static string WordsOf(Bar bar) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(bar.From == bar.To ? bar.From.ToString() : $"{bar.From} to {bar.To}")}: {bar.Changes:N0} fields changed");

    private static List<Bar> Draw(ChangeMap map)
    {
        var width = ((map.Bars.Count - 1) / BarsMax) + 1;
        var groups = map.Bars.Chunk(width).Select(static (bars, index) => (Bars: bars, Index: index)).ToList();
        var highest = groups.Max(group => group.Bars.Sum(bar => bar.Changes));
        return groups.ConvertAll(group =>
        {
            var changes = group.Bars.Sum(bar => bar.Changes);
            // A square root keeps one great import from flattening every ordinary event.
            var height = changes == 0 ? 1 : 2 + (int)Math.Round(Math.Sqrt((double)changes / highest) * (HeightMax - 2));
            return new Bar(group.Index, group.Bars[0].From, group.Bars[^1].To, group.Bars.MaxBy(bar => bar.PeakChanges)!.Peak, changes, height);
        });
    }

    private string ClassOf(Bar bar)
    {
        var isHere = View.State.Version is { } here && here >= bar.From && here <= bar.To;
        var isLater = View.State.Version is not { } version || bar.From > version;
        return isHere ? "change-bar change-here" : isLater ? "change-bar change-later" : "change-bar";
    }

    private sealed record Bar(int Index, StreamVersion From, StreamVersion To, StreamVersion Peak, long Changes, int Height);
}
