using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Hosting;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using EventAdmin.Samples.Downloads.Domain;
using EventAdmin.Samples.Downloads.Hosting;
using EventAdmin.Samples.Downloads.Loading;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace EventAdmin.Samples.Downloads.Tests.Hosting;

public sealed class Adding_the_sample_to_a_host
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_appended_unless_the_options_say_so()
    {
        using var host = CreateHost([]);

        await host.StartAsync(Cancel);
        var head = await host.Services.GetRequiredService<EventStore>().Storage.FindFeedHeadAsync(Cancel);
        await host.StopAsync(Cancel);

        Assert.Equal(FeedPosition.Start, head);
    }

    [Fact]
    public async Task The_guided_set_is_loaded_at_start_when_asked()
    {
        using var host = CreateHost(new() { ["Sample:Load"] = "true" });

        await host.StartAsync(Cancel);
        var status = await host.Services.GetRequiredService<SampleLoader>().FindStatusAsync(Cancel);
        await host.StopAsync(Cancel);

        Assert.True(status.IsLoaded);
    }

    [Fact]
    public async Task A_trickle_that_is_no_rate_stops_the_start_and_says_how_one_is_written()
    {
        using var host = CreateHost(new() { ["Sample:Trickle"] = "fast" });

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancel));

        Assert.Contains("5/s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_types_and_reducers_are_known_to_the_engine()
    {
        using var host = CreateHost([]);

        var reducers = new ReducerRegistry(host.Services.GetServices<ReducerRegistration>());

        Assert.NotNull(host.Services.GetRequiredService<EventTypeRegistry>().Find(nameof(LicenseReleased)));
        Assert.Equal(
            [DownloadsReducers.License, DownloadsReducers.LicenseCorrected], reducers.List("license").Take(2).Select(reducer => reducer.Name));
    }

    private static IHost CreateHost(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddEventSourcing();
        builder.Services.AddSingleton<IEventStorage, InMemoryEventStorage>();
        builder.Services.AddDownloadsSample();
        return builder.Build();
    }
}
