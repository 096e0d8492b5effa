using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Hosting;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using EventAdmin.EventSourcing.Streams;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace EventAdmin.EventSourcing.Tests.Hosting;

public sealed class Registering_the_engine
{
    [Fact]
    public async Task Gives_what_replays_streams_and_runs_commands()
    {
        await using var provider = Provide([]);

        Assert.NotNull(provider.GetRequiredService<Replayer>());
        Assert.NotNull(provider.GetRequiredService<CommandRunner>());
        Assert.Equal(200, provider.GetRequiredService<ReplayOptions>().SnapshotAfterEvents);
    }

    [Fact]
    public async Task Binds_how_streams_are_replayed()
    {
        await using var provider = Provide(new() { ["EventSourcing:Replay:SnapshotAfterEvents"] = "7" });

        Assert.Equal(7, provider.GetRequiredService<ReplayOptions>().SnapshotAfterEvents);
    }

    [Fact]
    public async Task Refuses_options_that_are_out_of_range()
    {
        await using var provider = Provide(new() { ["EventSourcing:Replay:PageSize"] = "0" });

        Assert.Throws<OptionsValidationException>(provider.GetRequiredService<ReplayOptions>);
    }

    [Fact]
    public async Task Offers_the_reducers_that_were_added()
    {
        await using var provider = Provide([], services => services.AddReducer(_ => new NamedReducer(), "licence"));

        var registry = provider.GetRequiredService<ReducerRegistry>();

        Assert.Equal("named", registry.Default("licence").Name);
        Assert.Same(MergePatchReducer.Instance, registry.Default("customer"));
    }

    private static ServiceProvider Provide(Dictionary<string, string?> settings, Action<IServiceCollection>? add = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddLogging();
        services.AddSingleton<IEventStorage>(provider =>
            new InMemoryEventStorage(provider.GetRequiredService<EventLimits>(), provider.GetRequiredService<TimeProvider>()));
        services.AddEventSourcing();
        add?.Invoke(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private sealed class NamedReducer : IReducer
    {
        public string Name => "named";

        public string Version => "1";

        public IReduction Start(ReadOnlyMemory<byte>? stateJson) => MergePatchReducer.Instance.Start(stateJson);
    }
}
