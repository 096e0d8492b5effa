using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Components.Payloads;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Features.Streams;

/// <summary>The stored bytes: as text where they are UTF-8, else as hexadecimal; at most 64 KB at a time.</summary>
public sealed partial class RawPayload
{
    // A row of hexadecimal takes five times the bytes it shows.
    private const int HexShare = 5;

    private RecordedEvent? _shown;
    private string _text = "";
    private bool _isText;
    private bool _isCut;
    private int _shownBytes;
    private int _limitBytes = JsonTree.PartBytes;

    [Parameter, EditorRequired] public RecordedEvent Event { get; set; } = null!;

    /// <summary>Where the whole payload can be had.</summary>
    [Parameter, EditorRequired] public string DownloadUrl { get; set; } = "";

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_shown, Event))
            return;
        _shown = Event;
        _limitBytes = JsonTree.PartBytes;
        Read();
    }

    private void ShowMore()
    {
        _limitBytes += JsonTree.PartBytes;
        Read();
    }

    private void Read()
    {
        var data = Event.Data.Span;
        _isText = EventTexts.TextOf(data) is not null;
        var limit = _isText ? WholeCharacters(data, _limitBytes) : _limitBytes / HexShare;
        _shownBytes = Math.Min(data.Length, limit);
        _isCut = _shownBytes < data.Length;
        var part = data[.._shownBytes];
        _text = _isText ? Shown(EventTexts.TextOf(part) ?? "") : EventTexts.Hex(part);
    }

    private static string Shown(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Components.Text.VisibleText.Of));

    /// <summary>Up to the last byte at or before the limit at which a UTF-8 character ends.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> utf8, int limit)
    {
        if (limit >= utf8.Length)
            return utf8.Length;
        while (limit > 0 && (utf8[limit] & 0xC0) == 0x80)
            limit--;
        return limit;
    }
}
