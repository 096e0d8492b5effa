using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace EventAdmin.Web.Components.Payloads;

/// <summary>A payload as a foldable tree of virtual lines; at most 64 KB at a time, numbers exactly as stored.</summary>
public sealed partial class JsonTree
{
    /// <summary>What one request brings to the screen.</summary>
    public const int PartBytes = PartKilobytes * 1024;

    private const int PartKilobytes = 64;
    private const int LineHeight = 20;
    private const int LineCharactersMax = 1_000;

    private readonly HashSet<int> _folded = [];
    private bool _isDisposed;
    private JsonLines _lines = JsonLines.Read("null"u8, PartBytes);
    private List<int> _visible = [];
    private ReadOnlyMemory<byte> _drawn;
    private ElementReference _box;
    private IJSObjectReference? _module;
    private string? _answer;
    private int? _active;
    private int _limitBytes = PartBytes;

    /// <summary>The payload as stored.</summary>
    [Parameter, EditorRequired] public ReadOnlyMemory<byte> Utf8 { get; set; }

    [Parameter] public string Label { get; set; } = "Data";

    /// <summary>Of several trees on a page, each needs its own.</summary>
    [Parameter] public string Id { get; set; } = "json";

    /// <summary>Where the whole payload can be had; null for nowhere.</summary>
    [Parameter] public string? DownloadUrl { get; set; }

    [Parameter] public string? Class { get; set; }

    private JsonLine? ActiveLine => _active is { } active ? _lines.Lines[active] : null;

    private string ActivePath => ActiveLine is { } line ? Text.VisibleText.Of(line.Path.Length is 0 ? "whole payload" : line.Path) : "";

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        try
        {
            if (_module is not null)
            {
                await _module.InvokeVoidAsync("forget", _box);
                await _module.DisposeAsync();
            }
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and the module with it.
        }
    }

    protected override void OnParametersSet()
    {
        if (_drawn.Equals(Utf8))
            return;
        _drawn = Utf8;
        _limitBytes = PartBytes;
        _folded.Clear();
        _active = null;
        Read();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        var module = await Js.InvokeAsync<IJSObjectReference>("import", "./Components/Payloads/JsonTree.razor.js");
        if (_isDisposed)
        {
            // Who left while the module was on its way has no tree for it.
            await module.DisposeAsync();
            return;
        }

        _module = module;
        await _module.InvokeVoidAsync("attend", _box);
    }

    private void Read()
    {
        _lines = JsonLines.Read(Utf8.Span, _limitBytes);
        ShowLines();
    }

    private void ReadMore()
    {
        _limitBytes += PartBytes;
        Read();
    }

    private void ShowLines()
    {
        var visible = new List<int>(_lines.Lines.Count);
        for (var index = 0; index < _lines.Lines.Count; index++)
        {
            visible.Add(index);
            if (_folded.Contains(index))
                index = _lines.Lines[index].CloseIndex;
        }

        _visible = visible;
    }

    private JsonLine Line(int index) => _lines.Lines[index];

    private bool IsFoldable(int index) => Line(index).CloseIndex > index;

    private string? Expanded(int index)
    {
        if (!IsFoldable(index))
            return null;
        return _folded.Contains(index) ? "false" : "true";
    }

    private string Indent(int index) => new(' ', Line(index).Depth * 2);

    private string FoldMark(int index)
    {
        if (!IsFoldable(index))
            return "  ";
        return _folded.Contains(index) ? "▸ " : "▾ ";
    }

    private string Shown(int index)
    {
        var text = Line(index).Text;
        return text.Length <= LineCharactersMax ? text : text[..LineCharactersMax];
    }

    private string Tail(int index)
    {
        var line = Line(index);
        var hidden = line.Text.Length - LineCharactersMax;
        if (hidden > 0)
            return string.Create(CultureInfo.InvariantCulture, $" … {hidden} more characters, copy shows them");
        if (!_folded.Contains(index))
            return line.HasComma && line.Kind is not JsonLineKind.Open ? "," : "";
        var close = Line(line.CloseIndex);
        return string.Create(CultureInfo.InvariantCulture, $" {line.Children} … {close.Text}{(close.HasComma ? "," : "")}");
    }

    private string ElementId(int index) => string.Create(CultureInfo.InvariantCulture, $"{Id}-{index}");

    private void Choose(int index)
    {
        _active = index;
        _answer = null;
    }

    private void Toggle(int index)
    {
        if (!IsFoldable(index))
            return;
        if (!_folded.Remove(index))
            _folded.Add(index);
        ShowLines();
    }

    private void FoldAll()
    {
        for (var index = 0; index < _lines.Lines.Count; index++)
        {
            if (Line(index).Depth > 0 && IsFoldable(index))
                _folded.Add(index);
        }

        _active = null;
        ShowLines();
    }

    private void UnfoldAll()
    {
        _folded.Clear();
        ShowLines();
    }

    private async Task OnKeyDownAsync(KeyboardEventArgs key)
    {
        if (_visible.Count is 0 || key.CtrlKey || key.AltKey || key.MetaKey)
            return;
        var at = _active is { } active ? Math.Max(0, _visible.IndexOf(active)) : -1;
        switch (key.Key)
        {
            case "ArrowDown":
                await MoveToAsync(at + 1);
                break;
            case "ArrowUp":
                await MoveToAsync(at - 1);
                break;
            case "Home":
                await MoveToAsync(0);
                break;
            case "End":
                await MoveToAsync(_visible.Count - 1);
                break;
            case "ArrowLeft" when _active is { } line && IsFoldable(line) && !_folded.Contains(line):
            case "ArrowRight" when _active is { } folded && _folded.Contains(folded):
            case "Enter" when _active is not null:
                Toggle(_active!.Value);
                break;
        }
    }

    private async Task MoveToAsync(int place)
    {
        var at = Math.Clamp(place, 0, _visible.Count - 1);
        Choose(_visible[at]);
        if (_module is not null)
            await _module.InvokeVoidAsync("reveal", _box, at, LineHeight);
    }

    private Task CopyValueAsync() => ActiveLine is { } line ? CopyAsync(ValueOf(line)) : Task.CompletedTask;

    private Task CopyPathAsync() => ActiveLine is { } line ? CopyAsync(line.Path) : Task.CompletedTask;

    private Task CopyAllAsync() => CopyAsync(Encoding.UTF8.GetString(Utf8.Span));

    // From the stored bytes, so that what is copied is what was written, not what was drawn.
    private string ValueOf(JsonLine line) => Encoding.UTF8.GetString(line.LengthBytes < 0 ? Utf8.Span[line.StartByte..] : Utf8.Span.Slice(line.StartByte, line.LengthBytes));

    private async Task CopyAsync(string text) => _answer = await Clipboard.CopyAsync(text) ? "Copied" : "The browser refused to copy";
}
