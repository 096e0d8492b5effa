using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Sqlite;

public sealed class Retrying_within_a_group : IAsyncLifetime
{
    private readonly SqliteHarness _harness = new();
    private readonly SampleEvents _events = new("group");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _harness.OpenAsync(new EventLimits(), Stop);

    public async ValueTask DisposeAsync() => await _harness.DisposeAsync();

    [Theory]
    [InlineData("any")]
    [InlineData("no-stream")]
    public async Task Retries_that_meet_their_append_in_its_group_are_answered_by_it(string expectation)
    {
        Assert.True(ExpectedVersion.TryParse(expectation, out var expected));
        var request = AppendRequest.To(StreamId.Parse("cart-1"), expected, _events.Take(3));

        var outcomes = await InOneGroupAsync([request, request, request, AppendRequest.To(StreamId.Parse("cart-2"), expected, _events.Next())]);

        Assert.Equal([false, true, true, false], outcomes.Select(outcome => Assert.IsType<AppendOutcome.Appended>(outcome).IsRepeat));
        Assert.Equal((1, 4), (_harness.Storage.Statistics.Commits, _harness.Storage.Statistics.LargestGroup));
    }

    [Fact]
    public async Task An_id_used_by_a_neighbour_in_the_group_is_refused_and_the_group_is_stored()
    {
        var used = _events.Next();

        var outcomes = await InOneGroupAsync(
            [
                AppendRequest.To(StreamId.Parse("cart-1"), ExpectedVersion.Any, used),
                AppendRequest.To(StreamId.Parse("cart-2"), ExpectedVersion.Any, used),
                AppendRequest.To(StreamId.Parse("cart-3"), ExpectedVersion.NoStream, used),
            ]);

        Assert.IsType<AppendOutcome.Appended>(outcomes[0]);
        Assert.All(outcomes.Skip(1), outcome => Assert.Equal(RefusalReason.IdempotencyMismatch, Assert.IsType<AppendOutcome.Refused>(outcome).Reason));
        Assert.Equal(1, _harness.Storage.Statistics.Commits);
    }

    /// <summary>Holds the writer until all of them wait, so that they are committed together.</summary>
    private async Task<AppendOutcome[]> InOneGroupAsync(IReadOnlyList<AppendRequest> requests)
    {
        using var mayGoOn = new ManualResetEventSlim();
        var held = _harness.Storage.MaintainAsync(_ => mayGoOn.Wait(Stop), Stop);
        var appends = requests.Select(request => _harness.Storage.AppendAsync(request, Stop)).ToList();
        mayGoOn.Set();
        await held;
        return await Task.WhenAll(appends);
    }
}
