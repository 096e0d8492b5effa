using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Components.Keyboard;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Components.Panels;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Features.Streams;

/// <summary>One event on a page of its own.</summary>
public sealed partial class EventPage
{
    private EventDetails? _details;
    private IDisposable? _keys;
    private StreamId? _stream;
    private string _name = "";

    /// <summary>The stream's id as <see cref="AppUrls.StreamSegment"/> writes it.</summary>
    [Parameter] public string Segment { get; set; } = "";

    [Parameter] public long Version { get; set; }

    private bool IsPossible => Version >= 0;

    private string Title => FormattableString.Invariant($"v{Version} of {_name}");

    private string StreamUrl => new StreamPageState { From = IsPossible ? StreamVersion.Of(Version) : null }.ToUrl(_stream!.Value);

    private string WhyFirst => _details?.Head.First > StreamVersion.First
        ? "Earlier events of the stream were truncated."
        : "This is the first event of the stream.";

    private PanelState<EventDetails> NotAnEvent => new PanelState<EventDetails>.NotFound($"{Title} cannot be an event: this is no stream name or no version.");

    public void Dispose() => _keys?.Dispose();

    protected override void OnInitialized() => _keys = Shortcuts.Register(
        new Shortcut { Key = "j", Description = "Next event of the stream", Act = () => GoAsync(_details?.Next) },
        new Shortcut { Key = "k", Description = "Previous event of the stream", Act = () => GoAsync(_details?.Previous) },
        new Shortcut { Key = "Escape", Description = "Back to the stream", Act = LeaveAsync });

    protected override void OnParametersSet()
    {
        var name = AppUrls.ReadStreamSegment(Segment);
        _name = name ?? Segment;
        _stream = StreamId.TryParse(name, out var stream) ? stream : null;
    }

    private void Take(EventDetails? details) => _details = details;

    private string? UrlOf(StreamVersion? version) => version is { } other ? AppUrls.Event(_name, other.Value) : null;

    private Task GoAsync(StreamVersion? version)
    {
        if (UrlOf(version) is { } url)
            Navigation.NavigateTo(url);
        return Task.CompletedTask;
    }

    private Task LeaveAsync()
    {
        if (_stream is not null)
            Navigation.NavigateTo(StreamUrl);
        return Task.CompletedTask;
    }
}
