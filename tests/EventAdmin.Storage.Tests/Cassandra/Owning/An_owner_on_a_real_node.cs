using System.Collections.Concurrent;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Cassandra.Owning;

/// <summary>The owner of a shard on a real node: many writers, hand-over, and ends that nobody planned.</summary>
[Collection(nameof(StoreCluster))]
public sealed class An_owner_on_a_real_node(StoreCluster cluster) : IAsyncLifetime
{
    private const int Writers = 64;
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly SampleEvents _events = new("owner");
    private readonly SemaphoreSlim _acknowledged = new(0);
    private OwnedStore? _store;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private OwnedStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = await OwnedStore.CreateAsync(cluster, Stop);

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        _acknowledged.Dispose();
    }

    [Fact]
    public async Task Many_writers_are_all_stored_in_one_dense_order()
    {
        var instance = await StartServingAsync();
        var requests = Enumerable.Range(0, Writers).Select(writer => Enumerable.Range(0, 20).Select(i => AppendRequest.To(
            StreamId.Parse($"cart-{writer}"), i == 0 ? ExpectedVersion.NoStream : ExpectedVersion.Exactly(StreamVersion.Of((2 * i) - 1)), _events.Take(2))).ToList()).ToList();

        await Task.WhenAll(requests.Select(mine => Task.Run(
            async () =>
            {
                foreach (var request in mine)
                    Assert.IsType<AppendOutcome.Appended>(await instance.Appender.AppendAsync(request, Stop));
            },
            Stop)));

        var log = await Store.ReadLogAsync(Stop);
        Assert.Equal(Enumerable.Range(1, Writers * 40).Select(n => (long)n), log.Select(e => e.Seq));
        Assert.All(log.GroupBy(e => e.Stream), stream => Assert.Equal(Enumerable.Range(0, 40).Select(n => (long)n), stream.Select(e => e.Version)));
        Assert.Equal(requests.SelectMany(mine => mine).SelectMany(request => request.Streams[0].Events).Select(e => e.Id).ToHashSet(), log.Select(e => e.Id).ToHashSet());
    }

    [Theory]
    [InlineData("no-stream")]
    [InlineData("any")]
    public async Task The_next_owner_knows_what_the_last_one_stored(string expectation)
    {
        Assert.True(ExpectedVersion.TryParse(expectation, out var expected));
        var first = await StartServingAsync();
        await first.Appender.AppendAsync(AppendRequest.To(StreamId.Parse("cart-2"), ExpectedVersion.Any, _events.Next()), Stop);
        var request = AppendRequest.To(
            [To("cart-1", expected, _events.Take(3)), To("cart-2", ExpectedVersion.StreamExists, _events.NextWithData($"\"{new string('x', 700_000)}\""))]);
        var stored = Assert.IsType<AppendOutcome.Appended>(await first.Appender.AppendAsync(request, Stop));

        await first.Owner.StopAsync();
        var second = await StartServingAsync();
        var again = Assert.IsType<AppendOutcome.Appended>(await second.Appender.AppendAsync(request, Stop));
        var other = await second.Appender.AppendAsync(request with { Streams = [To("cart-1", expected, _events.Take(3))] }, Stop);

        Assert.True(again.IsRepeat);
        Assert.Equal((stored.Position, stored.RecordedAt), (again.Position, again.RecordedAt));
        Assert.Equal(stored.Streams, again.Streams);
        Assert.Equal(RefusalReason.IdempotencyMismatch, Assert.IsType<AppendOutcome.Refused>(other).Reason);
        Assert.Equal(2, (await Store.ReadLogAsync(Stop))[^1].Chunks);
    }

    [Fact]
    public async Task An_owner_that_stops_in_order_hands_over_without_being_watched()
    {
        var first = await StartServingAsync();
        var second = await Store.StartAsync(Never, Stop);
        await first.Appender.AppendAsync(AppendRequest.To(StreamId.Parse("cart-1"), ExpectedVersion.NoStream, _events.Next()), Stop);

        await first.Owner.StopAsync();
        await second.ServesAsync(Stop);

        Assert.IsType<AppendOutcome.Appended>(
            await second.Appender.AppendAsync(AppendRequest.To(StreamId.Parse("cart-1"), ExpectedVersion.Exactly(StreamVersion.First), _events.Next()), Stop));
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_doubled_when_owners_die()
    {
        const int Deaths = 3;
        var told = new ConcurrentDictionary<AppendId, AppendOutcome.Appended>();
        var current = await StartServingAsync();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(() => WriteAsync(writer, () => current, told, enough.Token), Stop)).ToList();

        for (var death = 0; death < Deaths; death++)
        {
            await SeeAsync(acknowledged: 50);
            var successor = await Store.StartAsync(Soon, Stop);
            await current.Owner.KillAsync();
            await successor.ServesAsync(Stop);
            current = successor;
        }

        await SeeAsync(acknowledged: 50);
        await enough.CancelAsync();
        await Task.WhenAll(writers);

        var log = await Store.ReadLogAsync(Stop);
        Assert.Equal(Enumerable.Range(1, log.Count).Select(n => (long)n), log.Select(e => e.Seq));
        Assert.Equal(log.Count, log.Select(e => e.Id).Distinct().Count());
        var stored = log.ToLookup(e => e.Append);
        Assert.All(told, pair => Assert.Equal(pair.Value.Position.ToStore(), stored[pair.Key].Last().Seq));
        Assert.Equal(Deaths + 1, log.Select(e => e.Epoch).Distinct().Count());
    }

    [Fact]
    public async Task An_append_that_was_forbidden_never_happens()
    {
        var first = await StartServingAsync();
        var never = AppendRequest.To(StreamId.Parse("cart-1"), ExpectedVersion.Any, _events.Next());
        Assert.Null(await first.Appender.FindOutcomeAsync(never, Stop));

        Assert.IsType<AppendOutcome.Appended>(await first.Appender.ForbidAsync(never.Id, Stop));
        Assert.IsType<AppendOutcome.Refused>(await first.Appender.AppendAsync(never, Stop));
        await first.Owner.StopAsync();
        var second = await StartServingAsync();

        Assert.IsType<AppendOutcome.Refused>(await second.Appender.AppendAsync(never, Stop));
        Assert.Null(await second.Appender.FindOutcomeAsync(never, Stop));
    }

    private static StreamAppend To(string stream, ExpectedVersion expected, params IReadOnlyList<NewEvent> events) =>
        new() { Stream = StreamId.Parse(stream), Expected = expected, Events = events };

    private async Task<OwnedInstance> StartServingAsync()
    {
        var instance = await Store.StartAsync(Never, Stop);
        await instance.ServesAsync(Stop);
        return instance;
    }

    // Until its append is acknowledged, whoever owns the shard; then the next one.
    private async Task WriteAsync(
        int writer, Func<OwnedInstance> current, ConcurrentDictionary<AppendId, AppendOutcome.Appended> told, CancellationToken enough)
    {
        AppendRequest? request = null;
        try
        {
            while (!enough.IsCancellationRequested)
            {
                request ??= AppendRequest.To(StreamId.Parse($"cart-{writer}"), ExpectedVersion.Any, _events.Take(2));
                if (await current().Appender.AppendAsync(request, enough) is not AppendOutcome.Appended appended)
                    continue;
                told[request.Id] = appended;
                _acknowledged.Release();
                request = null;
            }
        }
        catch (OperationCanceledException)
        {
            // Enough was written; whether the last one is stored is not asked.
        }
    }

    private async Task SeeAsync(int acknowledged)
    {
        for (var i = 0; i < acknowledged; i++)
            await _acknowledged.WaitAsync(Stop);
    }
}
