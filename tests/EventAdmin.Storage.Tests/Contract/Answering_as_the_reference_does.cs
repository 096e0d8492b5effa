using CsCheck;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

/// <summary>Random histories given to a store and to the reference store: every outcome and every read must be the same.</summary>
public abstract class Answering_as_the_reference_does<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    private static readonly string[] Streams = ["a", "a-1", "a-2", "b-1", "b-\U0001F6D2", "$ops-1"];

    private static readonly ExpectedVersion[] Expectations =
        [ExpectedVersion.Any, ExpectedVersion.Any, ExpectedVersion.NoStream, ExpectedVersion.StreamExists, Exactly(0), Exactly(1), Exactly(2)];

    /// <summary>What happens next. Every number is taken as far as it fits, so that any sequence of deeds makes sense.</summary>
    private sealed record Deed(int Kind, int[] Streams, int[] Expectations, int[] Counts, int Choice);

    private static readonly Gen<Deed> Deeds = Gen.Select(
        Gen.Int[0, 11], Gen.Int[0, Streams.Length - 1].Array[1, 3], Gen.Int[0, Expectations.Length - 1].Array[3], Gen.Int[0, 3].Array[3], Gen.Int[0, 1000],
        (kind, streams, expectations, counts, choice) => new Deed(kind, streams, expectations, counts, choice));

    /// <summary>How many random histories a run makes.</summary>
    protected virtual int Runs => 40;

    [Fact]
    public async Task Every_outcome_and_every_read_is_the_same()
    {
        await Deeds.Array[1, 40].SampleAsync(
            CompareAsync, writeLine: TestContext.Current.TestOutputHelper!.WriteLine, iter: Runs, threads: 1);
    }

    private static async Task CompareAsync(Deed[] deeds)
    {
        await using var harness = new THarness();
        var limits = new EventLimits();
        await harness.OpenAsync(limits, Stop);
        var reference = new InMemoryEventStorage(limits, harness.Clock);
        var events = new SampleEvents("reference");
        var asked = new List<AppendRequest>();
        foreach (var deed in deeds)
        {
            switch (deed.Kind)
            {
                case 0 or 1:
                    harness.Clock.AdjustTime(harness.Clock.GetUtcNow().AddTicks(deed.Choice - 200));
                    break;
                case 2:
                    StreamId[] deleted = [.. deed.Streams.Select(i => Id(Streams[i]))];
                    Assert.Equal(await reference.DeleteStreamsAsync(deleted, Stop), await harness.Storage.DeleteStreamsAsync(deleted, Stop));
                    break;
                default:
                    var request = deed.Kind < 5 && asked.Count > 0 ? Again(deed, asked, events, harness.Storage.Capabilities.KeepsEventIdsUnique) : New(deed, events);
                    asked.Add(request);
                    Assert.Equal(Describe(await reference.AppendAsync(request, Stop)), Describe(await harness.Storage.AppendAsync(request, Stop)));
                    break;
            }
        }

        foreach (var read in StoreReads.All(Streams, asked, harness.Clock.GetUtcNow()))
            Assert.Equal(await read.AskAsync(reference, Stop), await read.AskAsync(harness.Storage, Stop));
    }

    private static AppendRequest New(Deed deed, SampleEvents events) => AppendRequest.To(
        [
            .. deed.Streams.Distinct().Select((stream, i) => new StreamAppend
            {
                Stream = Id(Streams[stream]),
                Expected = Expectations[deed.Expectations[i]],
                Events = [.. events.Take(deed.Counts[i]).Select((e, n) => Dress(e, deed.Choice + n))],
            }),
        ]);

    private static NewEvent Dress(NewEvent e, int choice) => e with
    {
        Type = choice % 3 == 0 ? "Added" : "Removed",
        OccurredAt = choice % 2 == 0 ? null : TestTime.Start.AddDays(-choice),
        Metadata = new EventMetadata { CorrelationId = choice % 4 == 0 ? "c-1" : null, CausationId = choice % 5 == 0 ? "k-1" : null },
    };

    /// <summary>An earlier request: as it was, with its id and other events, or under another id where the store knows its events by theirs.</summary>
    private static AppendRequest Again(Deed deed, List<AppendRequest> asked, SampleEvents events, bool isKnownByEvents)
    {
        var earlier = asked[deed.Choice % asked.Count];
        return (deed.Choice % 5) switch
        {
            0 when isKnownByEvents => earlier with { Id = new AppendId(EventId.FromName("other", deed.Choice.ToString(System.Globalization.CultureInfo.InvariantCulture)).Value) },
            1 => New(deed, events) with { Id = earlier.Id },
            _ => earlier,
        };
    }

    private static string Describe(AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.Appended appended => $"{appended with { Streams = [] }} {string.Join(", ", appended.Streams)}",
        // The reason is the promise; the detail is for people.
        AppendOutcome.Refused refused => $"Refused {refused.Reason}",
        _ => outcome.ToString(),
    };
}
