using System.Collections.Concurrent;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Instances;
using EventAdmin.Storage.Cassandra.Owning;
using EventAdmin.Testing.Network;
using EventAdmin.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.Cassandra.Instances;

public sealed class Asking_the_owner_on_another_instance : IAsyncLifetime
{
    private static readonly string Key = Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
    private static readonly string OtherKey = Convert.ToBase64String(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());

    private readonly ReferenceOwner _owner = new();
    private readonly Http2Transport _transport = new();
    private readonly CommittedHints _heard = new();
    private readonly CommittedHints _told = new();
    private readonly SampleEvents _events = new("instances");
    private InstanceHost _host = null!;
    private CuttableProxy _proxy = null!;
    private InstancePeer _peer = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var server = new InstanceServer(_owner, HandshakeWith(Key), _told, TimeProvider.System, NullLogger.Instance);
        _host = await InstanceHost.StartAsync(server.ServeAsync);
        _proxy = new CuttableProxy(_host.Address);
        _peer = PeerWith(Key, _proxy.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        _transport.Dispose();
        await _proxy.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task An_append_is_stored_there_and_answered_here()
    {
        var outcome = Told(await _peer.AppendAsync(AppendTo("cart-1", ExpectedVersion.NoStream), Stop));

        Assert.Equal([new AppendedStream(StreamId.Parse("cart-1"), StreamVersion.First, StreamVersion.First)], Assert.IsType<AppendOutcome.Appended>(outcome).Streams);
        Assert.NotNull((await _owner.Storage.FindHeadAsync(StreamId.Parse("cart-1"), ReadOptions.Default, Stop)).Value);
    }

    [Fact]
    public async Task A_conflict_and_a_refusal_come_back_as_they_are()
    {
        await _peer.AppendAsync(AppendTo("cart-1", ExpectedVersion.Any), Stop);

        Assert.Equal(
            new AppendOutcome.Conflict(StreamId.Parse("cart-1"), ExpectedVersion.NoStream, StreamVersion.First),
            Told(await _peer.AppendAsync(AppendTo("cart-1", ExpectedVersion.NoStream), Stop)));
        var refused = new AppendOutcome.Refused(RefusalReason.Busy, "Nobody has time.");
        _owner.Instead = new OwnerAnswer<AppendOutcome>.Told(refused);
        Assert.Equal(refused, Told(await _peer.AppendAsync(AppendTo("cart-1", ExpectedVersion.Any), Stop)));
    }

    [Fact]
    public async Task It_says_what_became_of_an_append_and_empties_streams()
    {
        var stored = AppendTo("cart-1", ExpectedVersion.Any);
        await _peer.AppendAsync(stored, Stop);

        Assert.IsType<AppendOutcome.Appended>(Told(await _peer.AskAsync(stored, Stop)));
        Assert.Null(Told(await _peer.AskAsync(AppendTo("cart-1", ExpectedVersion.Any), Stop)));
        Assert.Equal(1, Told(await _peer.DeleteAsync([StreamId.Parse("cart-1"), StreamId.Parse("cart-2")], Stop)));
    }

    [Fact]
    public async Task One_that_no_longer_owns_the_shard_says_who_does()
    {
        var elsewhere = new OwnerAnswer<AppendOutcome>.NotTaken("Not mine.", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), "http://127.0.0.9:1");
        _owner.Instead = elsewhere;

        Assert.Equal(elsewhere, await _peer.AppendAsync(AppendTo("cart-1", ExpectedVersion.Any), Stop));
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_asked_for_again_and_the_append_is_stored_once()
    {
        var gate = new TaskCompletionSource();
        _owner.Gate = gate.Task;
        var append = AppendTo("cart-1", ExpectedVersion.Any);
        var asking = _peer.AppendAsync(append, Stop);
        await _owner.Came.Task.WaitAsync(Stop);

        _proxy.Cut();

        Assert.IsType<OwnerAnswer<AppendOutcome>.AskAgain>(await asking);
        gate.SetResult();
        Assert.True(Assert.IsType<AppendOutcome.Appended>(Told(await _peer.AppendAsync(append, Stop))).IsRepeat);
    }

    [Fact]
    public async Task What_a_lost_instance_asked_for_is_told_to_be_abandoned()
    {
        _owner.Gate = new TaskCompletionSource().Task;
        var asking = _peer.AppendAsync(AppendTo("cart-1", ExpectedVersion.Any), Stop);
        var taken = await _owner.Came.Task.WaitAsync(Stop);
        var abandoned = new TaskCompletionSource();
        await using var told = taken.Abandoned.Register(abandoned.SetResult);
        Assert.False(taken.Abandoned.IsCancellationRequested);

        _proxy.Cut();

        await abandoned.Task.WaitAsync(Stop);
        Assert.IsType<OwnerAnswer<AppendOutcome>.AskAgain>(await asking);
    }

    [Fact]
    public async Task A_caller_that_stops_waiting_disturbs_nobody()
    {
        var gate = new TaskCompletionSource();
        _owner.Gate = gate.Task;
        using var impatient = new CancellationTokenSource();
        var asking = _peer.AppendAsync(AppendTo("cart-1", ExpectedVersion.Any), impatient.Token);
        await _owner.Came.Task.WaitAsync(Stop);

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        gate.SetResult();
        Assert.IsType<AppendOutcome.Appended>(Told(await _peer.AppendAsync(AppendTo("cart-1", ExpectedVersion.Any), Stop)));
    }

    [Fact]
    public async Task It_tells_when_something_was_committed()
    {
        Assert.True(await _peer.TryOpenAsync(Stop));

        _told.Tell(42);

        while (_heard.Committed < 42)
        {
            var moved = _heard.Moved.Next;
            if (_heard.Committed < 42)
                await moved.WaitAsync(Stop);
        }
    }

    [Fact]
    public async Task Whoever_has_another_key_is_told_nothing_and_asks_nothing()
    {
        await using var stranger = PeerWith(OtherKey, _host.Address);

        Assert.IsType<OwnerAnswer<AppendOutcome>.NotTaken>(await stranger.AppendAsync(AppendTo("cart-1", ExpectedVersion.Any), Stop));
        Assert.False(_owner.Came.Task.IsCompleted);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_was_done()
    {
        await using var nobody = PeerWith(Key, new Uri("http://127.0.0.1:9"));

        Assert.IsType<OwnerAnswer<AppendOutcome>.NotTaken>(await nobody.AppendAsync(AppendTo("cart-1", ExpectedVersion.Any), Stop));
    }

    [Fact]
    public async Task However_often_the_connection_is_cut_every_append_is_stored_once_and_known()
    {
        const int Appends = 300;
        const int BetweenCuts = 10;
        var outcomes = new ConcurrentBag<AppendOutcome>();
        await Parallel.ForAsync(0, Appends, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Stop }, async (_, stop) =>
        {
            var append = AppendTo("cart-1", ExpectedVersion.Any);
            OwnerAnswer<AppendOutcome> answer;
            do
                answer = await _peer.AppendAsync(append, stop);
            while (answer is not OwnerAnswer<AppendOutcome>.Told);
            outcomes.Add(Told(answer));
            if (outcomes.Count % BetweenCuts == 0)
                _proxy.Cut();
        });

        Assert.InRange(_proxy.Cuts, Appends / BetweenCuts / 2, int.MaxValue);
        Assert.Equal(Enumerable.Range(0, Appends), outcomes.Select(outcome => (int)Assert.IsType<AppendOutcome.Appended>(outcome).Streams[0].First.Value).Order());
        Assert.Equal(Appends, (await _owner.Storage.FindHeadAsync(StreamId.Parse("cart-1"), ReadOptions.Default, Stop)).Value!.Count);
    }

    private static T Told<T>(OwnerAnswer<T> answer) => Assert.IsType<OwnerAnswer<T>.Told>(answer).Value;

    private static InstanceHandshake HandshakeWith(string text) =>
        new(InstanceKey.TryParse(text, out var key) ? key : throw new FormatException("Expected a key."), "store/dc1.1");

    private InstancePeer PeerWith(string key, Uri address) => new(address, _transport, HandshakeWith(key), _heard.Tell, TimeProvider.System, NullLogger.Instance)
    {
        ConnectWithin = TimeSpan.FromSeconds(30),
    };

    private OwnerAppend AppendTo(string stream, ExpectedVersion expected) => OwnerAppend.Of(AppendRequest.To(StreamId.Parse(stream), expected, _events.Next()));
}
