using System.Collections.Concurrent;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Testing.Network;
using EventAdmin.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.Cassandra.Instances;

/// <summary>Two instances on one store: the first owns the shard, the second reaches it over a line that can be cut.</summary>
[Collection(nameof(StoreCluster))]
public sealed class Sharing_a_store : IAsyncLifetime
{
    private static readonly string Key = Convert.ToBase64String(Enumerable.Range(7, 32).Select(i => (byte)i).ToArray());

    private readonly SampleEvents _events = new("sharing");
    private readonly CassandraOptions _options = StoreCluster.Shared.TakeEmptyStore();
    private readonly List<InstanceHost> _hosts = [];
    private readonly List<CassandraEventStorage> _stores = [];
    private CuttableProxy? _line;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private CassandraEventStorage First => _stores[0];

    private CassandraEventStorage Second => _stores[1];

    public async ValueTask InitializeAsync()
    {
        await StartAsync(isBehindLine: true);
        await First.WaitUntilOwnerAsync(Stop);
        await StartAsync(isBehindLine: false);
        while (!Second.IsOpen)
            await Second.WaitForAttemptAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
            await store.DisposeAsync();
        if (_line is not null)
            await _line.DisposeAsync();
        foreach (var host in _hosts)
            await host.DisposeAsync();
        await StoreCluster.Shared.GiveBackAsync(_options, CancellationToken.None);
    }

    [Fact]
    public async Task What_one_is_asked_for_the_other_stores_and_both_read()
    {
        var stream = StreamId.Parse("cart-1");

        var outcome = await Second.AppendAsync(AppendRequest.To(stream, ExpectedVersion.NoStream, _events.Next()), Stop);

        Assert.IsType<AppendOutcome.Appended>(outcome);
        Assert.True(First.IsOwner);
        Assert.False(Second.IsOwner);
        foreach (var store in _stores)
            Assert.NotNull((await store.FindHeadAsync(stream, ReadOptions.Default, Stop)).Value);
        Assert.Equal(1, await Second.DeleteStreamsAsync([stream], Stop));
    }

    [Fact]
    public async Task When_the_owner_stops_in_order_the_other_owns_the_shard_and_goes_on()
    {
        var stream = StreamId.Parse("cart-1");
        await Second.AppendAsync(AppendRequest.To(stream, ExpectedVersion.NoStream, _events.Next()), Stop);

        await First.StopAsync();
        await Second.WaitUntilOwnerAsync(Stop);

        var outcome = await Second.AppendAsync(AppendRequest.To(stream, ExpectedVersion.Exactly(StreamVersion.First), _events.Next()), Stop);
        Assert.IsType<AppendOutcome.Appended>(outcome);
    }

    [Fact]
    public async Task However_often_the_line_is_cut_every_append_is_stored_once_and_known()
    {
        const int Appends = 100;
        const int BetweenCuts = 10;
        var outcomes = new ConcurrentBag<AppendOutcome>();

        await Parallel.ForAsync(0, Appends, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop }, async (_, stop) =>
        {
            var request = AppendRequest.To(StreamId.Parse("cart-1"), ExpectedVersion.Any, _events.Next());
            AppendOutcome outcome;
            do
                outcome = await Second.AppendAsync(request, stop);
            while (outcome is AppendOutcome.Unknown or AppendOutcome.Refused { Reason: RefusalReason.Busy });
            outcomes.Add(outcome);
            if (outcomes.Count % BetweenCuts == 0)
                _line!.Cut();
        });

        Assert.Equal(
            Enumerable.Range(0, Appends), outcomes.Select(outcome => (int)Assert.IsType<AppendOutcome.Appended>(outcome).Streams[0].First.Value).Order());
    }

    private async Task StartAsync(bool isBehindLine)
    {
        CassandraEventStorage? store = null;
        var host = await InstanceHost.StartAsync((input, output, stop) => store!.ServeInstanceAsync(input, output, stop));
        _hosts.Add(host);
        if (isBehindLine)
            _line = new CuttableProxy(host.Address);
        var options = new CassandraOptions
        {
            Keyspace = _options.Keyspace,
            LocalDatacenter = _options.LocalDatacenter,
            Schema = SchemaMode.Migrate,
            IsOneCopyAllowed = true,
            InstanceKey = Key,
            InstanceAddress = isBehindLine ? _line!.Address : host.Address,
        };
        foreach (var point in _options.ContactPoints)
            options.ContactPoints.Add(point);
        var clocks = new StoreClocks(TimeProvider.System, TimeProvider.System);
        store = new CassandraEventStorage(options, new EventLimits(), clocks, NullLogger<CassandraEventStorage>.Instance);
        _stores.Add(store);
        store.Start();
    }
}
