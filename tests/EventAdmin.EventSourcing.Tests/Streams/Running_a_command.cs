using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using EventAdmin.EventSourcing.Streams;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EventAdmin.EventSourcing.Tests.Streams;

public sealed class Running_a_command
{
    private static readonly StreamId Stream = StreamId.Parse("account-1");
    private readonly FakeTimeProvider _clock = new() { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
    private readonly InMemoryEventStorage _storage;
    private readonly EventSerializer _serializer = new(Account.Types);

    public Running_a_command() => _storage = new InMemoryEventStorage(new EventLimits(), _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Appends_what_was_decided_at_the_version_it_was_decided_on()
    {
        var runner = RunnerOn(_storage);
        var first = Assert.IsType<CommandResult.Done>(await RunAsync(runner, 10));
        var second = Assert.IsType<CommandResult.Done>(await RunAsync(runner, -4));

        Assert.Equal((StreamVersion.Of(0), StreamVersion.Of(1)), (first.Version, second.Version));
        Assert.Equal([new Withdrawn(4)], second.Events);
        Assert.Equal(6, await runner.LoadAsync(new Account(), Stream, Token));
    }

    [Fact]
    public async Task That_is_rejected_appends_nothing()
    {
        var result = await RunAsync(RunnerOn(_storage), -1);

        Assert.Equal(new CommandResult.Rejected("only 0 is there"), result);
        Assert.Null((await _storage.FindHeadAsync(Stream, ReadOptions.Default, Token)).Value);
    }

    [Fact]
    public async Task That_needs_nothing_is_done_without_an_append()
    {
        var result = Assert.IsType<CommandResult.Done>(await RunAsync(RunnerOn(_storage), 0));

        Assert.Empty(result.Events);
        Assert.Null(result.Version);
    }

    [Fact]
    public async Task Carries_its_metadata_and_time_to_its_events()
    {
        var context = new CommandContext { Metadata = new EventMetadata { Actor = "jane" }, OccurredAt = DateTimeOffset.UnixEpoch };

        await RunnerOn(_storage).RunAsync(new Account(), Stream, 5, context, Token);

        var e = (await _storage.ReadStreamAsync(new StreamRead { Stream = Stream, CountMax = 1 }, ReadOptions.Default, Token)).Value.Events[0];
        Assert.Equal(("jane", DateTimeOffset.UnixEpoch), (e.Metadata.Actor, e.OccurredAt));
    }

    [Fact]
    public async Task Is_decided_again_when_another_writer_was_faster()
    {
        await RunAsync(RunnerOn(_storage), 10);
        var isFirst = true;
        var raced = FaultyStorage.Around(_storage, async (_, append) =>
        {
            if (isFirst)
                await RunAsync(RunnerOn(_storage), -8);
            isFirst = false;
            return await append();
        });

        var result = await RunAsync(RunnerOn(raced), -5);

        Assert.Equal(new CommandResult.Rejected("only 2 is there"), result);
    }

    [Fact]
    public async Task Ends_after_so_many_conflicts()
    {
        var raced = FaultyStorage.Around(_storage, async (_, append) =>
        {
            await RunAsync(RunnerOn(_storage), 1);
            return await append();
        });

        var result = await RunAsync(RunnerOn(raced), 1);

        Assert.Equal(new CommandResult.ConflictAfter(3), result);
    }

    [Fact]
    public async Task Whose_outcome_is_unknown_is_tried_again_by_the_same_ids_and_stored_once()
    {
        var requests = new List<AppendRequest>();
        var silent = FaultyStorage.Around(_storage, async (request, append) =>
        {
            requests.Add(request);
            var outcome = await append();
            return requests.Count == 1 ? new AppendOutcome.Unknown(request.Id, Stream, null) : outcome;
        });

        var result = await PassingTimeAsync(RunAsync(RunnerOn(silent), 7));

        Assert.Equal(StreamVersion.First, Assert.IsType<CommandResult.Done>(result).Version);
        Assert.Equal(2, requests.Count);
        Assert.Equal(requests[0], requests[1]);
        Assert.Equal(StreamVersion.First, (await _storage.FindHeadAsync(Stream, ReadOptions.Default, Token)).Value!.Last);
    }

    [Fact]
    public async Task That_stays_unknown_says_so_with_the_append_id()
    {
        AppendRequest? asked = null;
        var dead = FaultyStorage.Around(_storage, (request, _) =>
        {
            asked = request;
            return Task.FromResult<AppendOutcome>(new AppendOutcome.Unknown(request.Id, Stream, null));
        });

        var result = await PassingTimeAsync(RunAsync(RunnerOn(dead), 7));

        Assert.Equal(new CommandResult.Unknown(asked!.Id), result);
    }

    [Fact]
    public async Task That_the_store_refuses_says_why()
    {
        var full = FaultyStorage.Around(_storage, (_, _) =>
            Task.FromResult<AppendOutcome>(new AppendOutcome.Refused(RefusalReason.DiskFull, "no space")));

        var result = await RunAsync(RunnerOn(full), 7);

        Assert.Equal(new CommandResult.Refused(RefusalReason.DiskFull, "no space"), result);
    }

    [Fact]
    public async Task Passes_over_types_that_nobody_registered()
    {
        var strange = new NewEvent { Id = EventId.New(_clock), Type = "Strange", Data = "{}"u8.ToArray() };
        await _storage.AppendAsync(AppendRequest.To(Stream, ExpectedVersion.NoStream, strange), Token);

        var result = Assert.IsType<CommandResult.Done>(await RunAsync(RunnerOn(_storage), 7));

        Assert.Equal(StreamVersion.Of(1), result.Version);
    }

    [Fact]
    public async Task Is_decided_on_what_its_decider_reducer_shows()
    {
        await RunAsync(RunnerOn(_storage), 10);
        await RunAsync(RunnerOn(_storage), -3);
        var replayer = new Replayer(_storage, _storage, new ReplayOptions(), _clock, NullLogger<Replayer>.Instance);
        var reducer = new DeciderReducer<int, int>("account", "1", new Account(), _serializer);

        var result = await replayer.ReplayAsync(new ReplayRequest { Stream = Stream, Reducer = reducer }, ReadOptions.Default, Token);

        Assert.Equal("7", Encoding.UTF8.GetString(Assert.IsType<ReplayResult.Replayed>(result).State.Json.Span));
    }

    private CommandRunner RunnerOn(IEventStorage storage) => new(
        new EventStore(storage), _serializer, new CommandOptions { TriesMax = 3, Patience = TimeSpan.FromSeconds(5) }, _clock,
        NullLogger<CommandRunner>.Instance);

    private static Task<CommandResult> RunAsync(CommandRunner runner, int command) =>
        runner.RunAsync(new Account(), Stream, command, CommandContext.None, Token);

    private async Task<CommandResult> PassingTimeAsync(Task<CommandResult> running)
    {
        while (!running.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return await running;
    }
}
