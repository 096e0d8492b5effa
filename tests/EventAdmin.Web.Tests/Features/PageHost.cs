using Bunit;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Hosting;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using EventAdmin.Testing.Storage;
using EventAdmin.Web.Components.Find;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Components.Recent;
using EventAdmin.Web.Composition;
using EventAdmin.Web.Features.Find;
using EventAdmin.Web.Features.Streams;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using EventId = EventAdmin.EventSourcing.Events.EventId;
using TestContext = Xunit.TestContext;

namespace EventAdmin.Web.Tests.Features;

/// <summary>Pages on the engine and its reference store.</summary>
internal sealed class PageHost : BunitContext
{
    private readonly InMemoryEventStorage _storage;
    private readonly SampleEvents _events = new("pages");

    /// <summary>Pages on another store than the one that appends fill, when there is one.</summary>
    public PageHost(IEventStorage? storage = null)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        JSInterop.SetupModule("./js/recent-streams.js").Setup<string[]>("list").SetResult([]);
        _storage = new InMemoryEventStorage(new EventLimits(), Clock);
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        Services.AddSharedComponents();
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddOptions<EnvironmentBandOptions>();
        Services.AddSingleton(storage ?? _storage);
        Services.AddEventSourcing();
        Services.AddScoped<Viewport>();
        Services.AddScoped<RecentStreams>();
        Services.AddSingleton<StreamsService>();
        Services.AddSingleton<FindService>();
        Services.AddSingleton<IFindSuggestions>(provider => provider.GetRequiredService<FindService>());
        SetRendererInfo(new RendererInfo("Server", isInteractive: false));
    }

    public FakeTimeProvider Clock { get; } = new(TestTime.Start);

    public StreamsService Streams => Services.GetRequiredService<StreamsService>();

    public FindService Find => Services.GetRequiredService<FindService>();

    public string Address => Services.GetRequiredService<NavigationManager>().Uri;

    /// <summary>Appends events, each a second after the one before.</summary>
    public async Task<IReadOnlyList<NewEvent>> AppendAsync(string stream, params NewEvent[] events)
    {
        foreach (var e in events)
        {
            var outcome = await _storage.AppendAsync(
                AppendRequest.To(StreamId.Parse(stream), ExpectedVersion.Any, [e]), TestContext.Current.CancellationToken);
            Assert.IsType<AppendOutcome.Appended>(outcome);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        return events;
    }

    public Task<IReadOnlyList<NewEvent>> AppendAsync(string stream, int count, string type = "Noted") => AppendAsync(stream, _events.Take(count, type));

    public NewEvent Next(string type = "Noted") => _events.Next(type);

    public NewEvent NextWithData(string json) => _events.NextWithData(json);

    public IRenderedComponent<TPage> Open<TPage>(string url, Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : IComponent
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(url);
        return Render(parameters ?? (static _ => { }));
    }
}
