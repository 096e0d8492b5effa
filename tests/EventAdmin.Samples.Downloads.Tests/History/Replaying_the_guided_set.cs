using System.Text.Json;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Samples.Downloads.Domain;
using EventAdmin.Samples.Downloads.History;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EventAdmin.Samples.Downloads.Tests.History;

public sealed class Replaying_the_guided_set
{
    private static readonly ReducerRegistry Reducers = new(
    [
        DownloadsReducers.CreateCustomer(Sample.Serializer),
        DownloadsReducers.CreateLicense(Sample.Serializer),
        DownloadsReducers.CreateLicenseCorrected(Sample.Serializer),
        DownloadsReducers.CreateDownloads(Sample.Serializer),
    ]);

    private readonly GuidedSet _set = GuidedSet.Create(Sample.Serializer, seed: 1, load: 1);
    private readonly FakeTimeProvider _clock = Sample.CreateClock();

    [Theory]
    [InlineData("customer", DownloadsReducers.Customer)]
    [InlineData("license", DownloadsReducers.License)]
    [InlineData("downloads", DownloadsReducers.Downloads)]
    public void Each_category_has_its_own_default(string category, string reducer) => Assert.Equal(reducer, Reducers.Default(category).Name);

    [Fact]
    public async Task Jane_is_known_by_name_e_mail_and_phone()
    {
        var jane = await StateAsync("customer-4711", Moment.Now);

        Assert.Equal(
            ("Jane Doe", "jane.doe@example.org", "+43 316 555 0231"),
            (jane.GetProperty("name").GetString(), jane.GetProperty("email").GetString(), jane.GetProperty("phone").GetString()));
    }

    [Theory]
    [InlineData("2026-03-01T10:00:00Z", "Hauptstr. 3, Graz")]
    [InlineData("2026-03-02T14:09:59Z", "Hauptstr. 3, Graz")]
    [InlineData("2026-03-02T14:10:00Z", "Hauptstr. 5, Graz")]
    public async Task Janes_address_is_the_one_of_the_moment(string instant, string address)
    {
        Assert.True(Moment.TryParse(instant, byOccurred: true, out var moment));

        Assert.Equal(address, (await StateAsync("customer-4711", moment)).GetProperty("address").GetString());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    [InlineData(3, -1)]
    [InlineData(4, 0)]
    public async Task The_bugs_count_goes_below_zero_at_exactly_the_told_version(long version, int remaining)
    {
        var told = GuidedStories.All.Single(story => story.Id == "bug").Steps[2];

        var state = await StateAsync(told.Stream.Value, new Moment.AtVersion(StreamVersion.Of(version)));

        Assert.Equal(3, told.Version);
        Assert.Equal(remaining, state.GetProperty("remaining").GetInt32());
    }

    [Theory]
    [InlineData("happy", 2, "address", "Hauptstr. 3, Graz")]
    [InlineData("happy", 3, "expires", "2026-05-05T21:40:00+00:00")]
    [InlineData("happy", 3, "renewals", "2")]
    [InlineData("happy", 4, "used", "2")]
    [InlineData("happy", 4, "remaining", "4")]
    [InlineData("dispute", 4, "remaining", "0")]
    [InlineData("dispute", 4, "lastRefusal", "3 of 3 downloads of 2026 are used")]
    [InlineData("bug", 0, "remaining", "0")]
    [InlineData("bug", 2, "remaining", "-1")]
    [InlineData("bug", 3, "remaining", "0")]
    [InlineData("bug", 3, "status", "Active")]
    [InlineData("bug", 4, "remaining", "1")]
    public async Task Each_replay_of_a_story_shows_what_it_tells(string id, int step, string field, string value)
    {
        var told = GuidedStories.All.Single(story => story.Id == id).Steps[step];
        var store = await LoadedAsync();
        var head = (await store.Storage.FindHeadAsync(told.Stream, ReadOptions.Default, TestContext.Current.CancellationToken)).Value!;

        var state = await StateAsync(told.Stream.Value, told.MomentIn(head), told.Reducer);

        Assert.Equal(GuidedPage.Replay, told.Page);
        Assert.Equal(value, state.GetProperty(field).ToString());
    }

    [Fact]
    public async Task Every_state_survives_a_snapshot_after_each_event()
    {
        var store = await LoadedAsync();
        foreach (var stream in _set.Streams)
        {
            var reducer = Reducers.Default(stream.Category);
            var (straight, stepwise) = (reducer.Start(stateJson: null), reducer.Start(stateJson: null));
            foreach (var e in await store.ReadAsync(stream.Value, TestContext.Current.CancellationToken))
            {
                Assert.Equal(ReductionStep.Folded, straight.Apply(e));
                stepwise.Apply(e);
                stepwise = reducer.Start(stepwise.ToJson());
            }

            Assert.Equal(straight.ToJson().ToArray(), stepwise.ToJson().ToArray());
        }
    }

    private async Task<EventStore> LoadedAsync()
    {
        var store = Sample.CreateStore(_clock);
        foreach (var append in _set.Appends)
            Assert.IsType<AppendOutcome.Appended>(await store.AppendAsync(append, TestContext.Current.CancellationToken));
        return store;
    }

    private async Task<JsonElement> StateAsync(string stream, Moment moment, string? reducerName = null)
    {
        var storage = (await LoadedAsync()).Storage;
        var id = StreamId.Parse(stream);
        var reducer = reducerName is null ? Reducers.Default(id.Category) : Reducers.Find(reducerName)!;
        var replayer = new Replayer(storage, storage, new ReplayOptions(), _clock, NullLogger<Replayer>.Instance);
        var request = new ReplayRequest { Stream = id, Reducer = reducer, Moment = moment };

        var result = await replayer.ReplayAsync(request, ReadOptions.Default, TestContext.Current.CancellationToken);

        return JsonDocument.Parse(Assert.IsType<ReplayResult.Replayed>(result).State.Json).RootElement;
    }
}
