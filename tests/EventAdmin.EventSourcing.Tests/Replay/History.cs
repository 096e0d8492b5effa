using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EventAdmin.EventSourcing.Tests.Replay;

/// <summary>A stream in the reference store whose events are appended a minute apart, the first at 12:00, and what replays it.</summary>
internal sealed class History
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public History(ReplayOptions? options = null)
    {
        Clock = new FakeTimeProvider(Noon);
        Storage = new InMemoryEventStorage(new EventLimits(), Clock);
        Replayer = new Replayer(Storage, Storage, options ?? new ReplayOptions(), Clock, NullLogger<Replayer>.Instance);
    }

    public FakeTimeProvider Clock { get; }

    public InMemoryEventStorage Storage { get; }

    public Replayer Replayer { get; }

    public StreamId Stream { get; } = StreamId.Parse("licence-1");

    public static DateTimeOffset Minute(double minutes) => Noon.AddMinutes(minutes);

    public Task AppendAsync(params string[] patches) => AppendAsync([.. patches.Select(patch => NewEvent("Changed", patch))]);

    public async Task AppendAsync(params NewEvent[] events)
    {
        foreach (var e in events)
        {
            var outcome = await Storage.AppendAsync(AppendRequest.To(Stream, ExpectedVersion.Any, e), TestContext.Current.CancellationToken);
            Assert.IsType<AppendOutcome.Appended>(outcome);
            Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    public NewEvent NewEvent(string type, string json, DateTimeOffset? occurredAt = null) => new()
    {
        Id = EventId.New(Clock),
        Type = type,
        Data = Encoding.UTF8.GetBytes(json),
        OccurredAt = occurredAt,
    };

    public Task<ReplayResult> TryReplayAsync(Moment moment, IReducer? reducer = null, bool useSnapshots = true) => Replayer.ReplayAsync(
        new ReplayRequest
        {
            Stream = Stream,
            Reducer = reducer ?? MergePatchReducer.Instance,
            Moment = moment,
            UseSnapshots = useSnapshots,
            IncludePrevious = true,
        },
        ReadOptions.Default,
        TestContext.Current.CancellationToken);

    public async Task<ReplayedState> ReplayAsync(Moment moment, IReducer? reducer = null, bool useSnapshots = true) =>
        Assert.IsType<ReplayResult.Replayed>(await TryReplayAsync(moment, reducer, useSnapshots)).State;

    public static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
}
