using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using Xunit;

namespace EventAdmin.EventSourcing.Tests.Replay;

public sealed class A_compiled_reducer
{
    private readonly History _history = new(new ReplayOptions { SnapshotAfterEvents = 4, PageSize = 2 });

    [Fact]
    public async Task Folds_what_it_knows_and_counts_the_rest()
    {
        await _history.AppendAsync(
            _history.NewEvent("Deposited", """{"amount":5}"""),
            _history.NewEvent("Renamed", """{"name":"x"}"""),
            _history.NewEvent("Deposited", """{"amount":"lots"}"""),
            _history.NewEvent("Deposited", """{"amount":7}"""));

        var state = await _history.ReplayAsync(Moment.Now, new BalanceReducer());

        Assert.Equal("""{"amount":12}""", History.Text(state.Json));
        Assert.Equal((4, 1, 1), (state.EventsFolded, state.UnknownTypes, state.Unreadable));
        Assert.Equal(("balance", "3"), (state.Reducer, state.ReducerVersion));
        Assert.NotNull(state.ReducerCodeHash);
    }

    [Fact]
    public async Task Goes_on_from_its_snapshot()
    {
        await _history.AppendAsync([.. Enumerable.Range(1, 6).Select(i => _history.NewEvent("Deposited", $$"""{"amount":{{i}}}"""))]);
        await _history.ReplayAsync(Moment.Now, new BalanceReducer());

        var state = await _history.ReplayAsync(Moment.Now, new BalanceReducer());

        Assert.Equal("""{"amount":21}""", History.Text(state.Json));
        Assert.Equal(StreamVersion.Of(3), state.SnapshotUsed);
    }

    [Fact]
    public async Task That_throws_leaves_the_state_before_and_its_words()
    {
        await _history.AppendAsync(
            _history.NewEvent("Deposited", """{"amount":5}"""),
            _history.NewEvent("Exploded", "{}"),
            _history.NewEvent("Deposited", """{"amount":7}"""));

        var result = await _history.TryReplayAsync(Moment.Now, new BalanceReducer());

        var failed = Assert.IsType<ReplayResult.ReducerFailed>(result);
        Assert.Equal("""{"amount":5}""", History.Text(failed.Before.Json));
        Assert.Equal((StreamVersion.Of(0), StreamVersion.Of(1)), (failed.Before.Version, failed.Event.Version));
        Assert.Equal("no such thing", failed.Error);
    }

    [Fact]
    public async Task That_throws_at_the_first_event_leaves_the_empty_state()
    {
        await _history.AppendAsync(_history.NewEvent("Exploded", "{}"));

        var failed = Assert.IsType<ReplayResult.ReducerFailed>(await _history.TryReplayAsync(Moment.Now, new BalanceReducer()));

        Assert.Null(failed.Before.Version);
        Assert.Equal("""{"amount":0}""", History.Text(failed.Before.Json));
    }

    [Fact]
    public void Is_the_default_of_its_category_with_merge_patch_beside_it()
    {
        var balance = new BalanceReducer();
        var registry = new ReducerRegistry([new ReducerRegistration(balance, "licence")]);

        Assert.Same(balance, registry.Default("licence"));
        Assert.Equal([balance, MergePatchReducer.Instance], registry.List("licence"));
        Assert.Equal([MergePatchReducer.Instance], registry.List("other"));
        Assert.Same(MergePatchReducer.Instance, registry.Find("merge-patch"));
        Assert.Null(registry.Find("missing"));
    }

    private sealed record Balance(int Amount);

    private sealed class BalanceReducer : JsonReducer<Balance>
    {
        public BalanceReducer()
            : base("balance", "3")
        {
            On<Balance>("Deposited", (state, deposit) => new Balance(state.Amount + deposit.Amount));
            OnEvent("Exploded", (_, _) => throw new InvalidOperationException("no such thing"));
        }

        protected override Balance Create() => new(0);
    }
}
