using System.IO.Compression;
using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using EventAdmin.EventSourcing.Transfer;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EventAdmin.EventSourcing.Tests.Transfer;

/// <summary>A store that files are imported into and exported from.</summary>
internal sealed class Store
{
    private readonly EventLimits _limits;

    public Store(EventLimits? limits = null)
    {
        _limits = limits ?? new EventLimits();
        Clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        Storage = new InMemoryEventStorage(new EventLimits(), Clock);
    }

    public FakeTimeProvider Clock { get; }

    public InMemoryEventStorage Storage { get; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<ImportResult> ImportAsync(string text, ImportOptions? options = null, IEventStorage? through = null) =>
        ImportAsync(Encoding.UTF8.GetBytes(text), options, through);

    public Task<ImportResult> ImportAsync(byte[] bytes, ImportOptions? options = null, IEventStorage? through = null) =>
        new StreamImporter(through ?? Storage, _limits, Clock, NullLogger<StreamImporter>.Instance)
            .ImportAsync(new MemoryStream(bytes), options ?? ImportOptions.Default, progress: null, Token);

    public async Task<string> ExportAsync(ExportRequest? request = null)
    {
        var output = new MemoryStream();
        await new StreamExporter(Storage, Clock, NullLogger<StreamExporter>.Instance)
            .ExportAsync(request ?? new ExportRequest(), output, progress: null, Token);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    public async Task<List<RecordedEvent>> ReadAsync(string stream)
    {
        var events = new List<RecordedEvent>();
        await foreach (var e in new EventStore(Storage).ReadAllAsync(StreamId.Parse(stream), null, Token))
            events.Add(e);
        return events;
    }

    public async Task<string> NamesInAsync(string stream) =>
        string.Join(' ', (await ReadAsync(stream)).Select(e => Encoding.UTF8.GetString(e.Data.Span).Trim('"')));

    /// <summary>A line whose id and data are a name.</summary>
    public static string Line(string stream, string name, string source = "test") =>
        $$"""{"specversion":"1.0","id":"{{name}}","source":"{{source}}","type":"Named","subject":"{{stream}}","data":"{{name}}"}""";

    public static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    public static byte[] Gzip(string text)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return output.ToArray();
    }
}
