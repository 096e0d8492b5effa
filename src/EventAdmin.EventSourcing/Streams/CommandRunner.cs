using EventAdmin.EventSourcing.Diagnostics;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using Microsoft.Extensions.Logging;

namespace EventAdmin.EventSourcing.Streams;

/// <summary>
/// Runs commands: load the stream, decide, append at exactly the version that was decided on; decide again when another writer was faster.
/// Thread-safe.
/// </summary>
public sealed class CommandRunner(
    EventStore store, EventSerializer serializer, CommandOptions options, TimeProvider clock, ILogger<CommandRunner> logger)
{
    private const int PageSize = 512;
    private static readonly TimeSpan DelayFirst = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(1);

    /// <summary>Runs one command. Cancelling ends the waiting; an append under way may still be stored.</summary>
    /// <exception cref="System.Text.Json.JsonException">An event of a registered type can't be read, so no decision is safe.</exception>
    public async Task<CommandResult> RunAsync<TState, TCommand>(
        IDecider<TState, TCommand> decider, StreamId stream, TCommand command, CommandContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decider);
        ArgumentNullException.ThrowIfNull(context);
        var loaded = new Loaded<TState>(decider.Initial, Version: null);
        for (var tries = 1; tries <= options.TriesMax; tries++)
        {
            loaded = await LoadAsync(decider, stream, loaded, cancellationToken).ConfigureAwait(false);
            switch (decider.Decide(loaded.State, command))
            {
                case Decision.Rejected rejected:
                    return new CommandResult.Rejected(rejected.Reason);
                case Decision.Accepted { Events: [] }:
                    return new CommandResult.Done(loaded.Version, [], Position: null);
                case Decision.Accepted accepted:
                    var outcome = await AppendAsync(stream, loaded.Version, accepted.Events, context, cancellationToken).ConfigureAwait(false);
                    if (outcome is not AppendOutcome.Conflict conflict)
                        return Describe(outcome, accepted.Events);
                    logger.CommandConflicted(stream, tries, conflict.Actual);
                    if (conflict.Actual is not { } actual || actual <= loaded.Version)
                        loaded = new Loaded<TState>(decider.Initial, Version: null);
                    break;
                default:
                    throw new InvalidOperationException("Expected the decider to accept or to reject.");
            }
        }

        return new CommandResult.ConflictAfter(options.TriesMax);
    }

    /// <summary>The state of a stream as a decider sees it.</summary>
    public async Task<TState> LoadAsync<TState, TCommand>(
        IDecider<TState, TCommand> decider, StreamId stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decider);
        var nothing = new Loaded<TState>(decider.Initial, Version: null);
        return (await LoadAsync(decider, stream, nothing, cancellationToken).ConfigureAwait(false)).State;
    }

    private async Task<Loaded<TState>> LoadAsync<TState, TCommand>(
        IDecider<TState, TCommand> decider, StreamId stream, Loaded<TState> loaded, CancellationToken cancellationToken)
    {
        var next = loaded.Version?.Plus(1);
        do
        {
            var read = new StreamRead { Stream = stream, From = next, CountMax = PageSize };
            var page = (await store.Storage.ReadStreamAsync(read, ReadOptions.Default, cancellationToken).ConfigureAwait(false)).Value;
            foreach (var e in page.Events)
            {
                var state = serializer.Deserialize(e) is { } data ? decider.Evolve(loaded.State, data) : loaded.State;
                loaded = new Loaded<TState>(state, e.Version);
            }

            next = page.Next;
        }
        while (next is not null);
        return loaded;
    }

    private async Task<AppendOutcome> AppendAsync(
        StreamId stream, StreamVersion? version, IReadOnlyList<object> data, CommandContext context, CancellationToken cancellationToken)
    {
        NewEvent[] events = [.. data.Select(d => serializer.Serialize(d, Events.EventId.New(clock), context.Metadata, context.OccurredAt))];
        var expected = version is { } exact ? ExpectedVersion.Exactly(exact) : ExpectedVersion.NoStream;
        var request = AppendRequest.To(stream, expected, events);
        var started = clock.GetTimestamp();
        var delay = DelayFirst;
        while (true)
        {
            var outcome = await store.AppendAsync(request, cancellationToken).ConfigureAwait(false);
            var mayHelp = outcome is AppendOutcome.Unknown or AppendOutcome.Refused { Reason: RefusalReason.Busy };
            if (!mayHelp || clock.GetElapsedTime(started) + delay > options.Patience)
                return outcome;
            // The same request, by the same ids: if an earlier try was stored after all, this one is answered with what that one did.
            logger.AppendTriedAgain(stream, request.Id, delay);
            await Task.Delay(delay, clock, cancellationToken).ConfigureAwait(false);
            delay = delay * 2 < DelayMax ? delay * 2 : DelayMax;
        }
    }

    private static CommandResult Describe(AppendOutcome outcome, IReadOnlyList<object> events) => outcome switch
    {
        AppendOutcome.Appended appended => new CommandResult.Done(appended.Streams[0].Last, events, appended.Position),
        AppendOutcome.Unknown unknown => new CommandResult.Unknown(unknown.Append),
        AppendOutcome.Refused refused => new CommandResult.Refused(refused.Reason, refused.Detail),
        _ => throw new InvalidOperationException($"Expected a known outcome, found {outcome.GetType().Name}."),
    };

    private readonly record struct Loaded<TState>(TState State, StreamVersion? Version);
}
