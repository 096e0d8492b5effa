using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using EventAdmin.Storage.Sqlite.Configuration;
using EventAdmin.Storage.Sqlite.Hosting;
using EventAdmin.Testing.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EventAdmin.Storage.Tests.Sqlite;

public sealed class Hosting_the_store : IAsyncLifetime
{
    private readonly SqliteHarness _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task The_store_opens_with_the_host_and_is_free_after_it()
    {
        using (var host = HostWith([]))
        {
            await host.StartAsync(Stop);
            var storage = host.Services.GetRequiredService<IEventStorage>();
            var append = AppendRequest.To(StreamId.Parse("cart-1"), ExpectedVersion.NoStream, new SampleEvents("host").Next());
            Assert.IsType<AppendOutcome.Appended>(await storage.AppendAsync(append, Stop));
            await host.StopAsync(Stop);
            await ((IAsyncDisposable)host).DisposeAsync();
        }

        await using var again = StoreProcessVerbs.Open(_folder.Options.Path);
        Assert.Equal(1, (await again.FindFeedHeadAsync(Stop)).ToStore());
    }

    [Fact]
    public async Task A_file_that_is_in_use_stops_the_host_at_its_start()
    {
        await _folder.OpenAsync(new EventLimits(), Stop);
        using var host = HostWith([]);

        await Assert.ThrowsAsync<StoreUnusableException>(() => host.StartAsync(Stop));
    }

    [Theory]
    [InlineData("ReadersMax", "0")]
    [InlineData("BusyTimeout", "00:05:00")]
    [InlineData("TruncateBytes", "1048576")]
    [InlineData("Path", "")]
    public async Task An_option_out_of_its_range_stops_the_host_at_its_start(string option, string value)
    {
        using var host = HostWith(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Storage:Sqlite:" + option] = value });

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Stop));

        Assert.Contains(option, failure.Message, StringComparison.Ordinal);
    }

    private IHost HostWith(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        settings.TryAdd("Storage:Sqlite:Path", _folder.Options.Path);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSqliteEventStorage();
        return builder.Build();
    }
}
