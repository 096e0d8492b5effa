using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Hosting;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Samples.Downloads.Hosting;
using EventAdmin.Samples.Downloads.Loading;
using EventAdmin.Storage.Sqlite.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventAdmin.Browser.Tests.Hosting;

/// <summary>A store in a folder of its own, written before the app opens it: the guided sample, and streams that are hard to show.</summary>
internal sealed class PreparedStore : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventadmin-browser-");

    /// <summary>The events of the licence that went below zero.</summary>
    public IReadOnlyList<RecordedEvent> License { get; private set; } = [];

    public string Path => System.IO.Path.Combine(_folder.FullName, "store.db");

    public static async Task<PreparedStore> CreateAsync(CancellationToken cancellationToken)
    {
        var prepared = new PreparedStore();
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSqliteEventStorage(options => options.Path = prepared.Path);
        builder.Services.AddEventSourcing();
        builder.Services.AddDownloadsSample();
        using var host = builder.Build();
        var loaded = await host.Services.GetRequiredService<SampleLoader>().LoadAsync(progress: null, cancellationToken);
        Assert.IsType<SampleLoadOutcome.Loaded>(loaded);
        var store = host.Services.GetRequiredService<EventStore>();
        prepared.License = await store.ReadAllAsync(StreamId.Parse(SampleStreams.License), from: null, cancellationToken).ToListAsync(cancellationToken);
        var storage = host.Services.GetRequiredService<IEventStorage>();
        foreach (var (stream, events) in HardStreams.All)
        {
            foreach (var few in events.Chunk(100))
            {
                var outcome = await storage.AppendAsync(AppendRequest.To(StreamId.Parse(stream), ExpectedVersion.Any, few), cancellationToken);
                Assert.IsType<AppendOutcome.Appended>(outcome);
            }
        }

        return prepared;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
