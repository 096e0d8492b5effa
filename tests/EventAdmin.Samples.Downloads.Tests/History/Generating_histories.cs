using System.Security.Cryptography;
using System.Text.Json;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Samples.Downloads.Domain;
using EventAdmin.Samples.Downloads.History;
using Xunit;

namespace EventAdmin.Samples.Downloads.Tests.History;

public sealed class Generating_histories
{
    private readonly DownloadsGenerator _generator = DownloadsGenerator.Create();

    [Fact]
    public void The_same_seed_makes_the_same_bytes() => Assert.Equal(HashOf(_generator.Generate(7, 40)), HashOf(DownloadsGenerator.Create().Generate(7, 40)));

    [Fact]
    public void The_bytes_of_seed_seven_are_those_of_every_machine_and_release() =>
        Assert.StartsWith("7874b2733b6e7c321897490aa51c7ab7", HashOf(_generator.Generate(7, 40)), StringComparison.Ordinal);

    [Fact]
    public void Another_seed_makes_other_bytes() => Assert.NotEqual(HashOf(_generator.Generate(7, 40)), HashOf(_generator.Generate(8, 40)));

    [Fact]
    public void More_customers_only_make_it_longer()
    {
        var few = _generator.Generate(7, 10).ToList();

        var first = _generator.Generate(7, 20).Take(few.Count);

        Assert.Equal(HashOf(few), HashOf(first));
    }

    [Fact]
    public void Nothing_is_made_before_it_is_read()
    {
        var first = _generator.Generate(7, int.MaxValue).First();

        Assert.Equal("customer-1000000", first.Streams[0].Stream.Value);
    }

    [Fact]
    public async Task A_store_takes_every_append_and_takes_it_as_a_repeat_the_second_time()
    {
        var store = Sample.CreateStore(Sample.CreateClock());

        foreach (var request in _generator.Generate(7, 12))
            Assert.False(Assert.IsType<AppendOutcome.Appended>(await store.AppendAsync(request, TestContext.Current.CancellationToken)).IsRepeat);
        foreach (var request in _generator.Generate(7, 12))
            Assert.True(Assert.IsType<AppendOutcome.Appended>(await store.AppendAsync(request, TestContext.Current.CancellationToken)).IsRepeat);
    }

    [Fact]
    public void Lives_are_varied_and_stay_within_the_year()
    {
        var events = _generator.Generate(7, 300).SelectMany(request => request.Streams).SelectMany(stream => stream.Events).ToList();

        Assert.InRange(events.Count, 300 * 20, 300 * 50);
        Assert.Equal(16, events.Select(e => e.Type).Distinct().Count());
        Assert.All(events, e => Assert.Equal(2026, e.OccurredAt!.Value.Year));
        Assert.All(events, e => Assert.NotNull(e.Metadata.Actor));
    }

    [Fact]
    public void No_licence_outlives_its_last_day()
    {
        var lastDay = new DateTimeOffset(2026, 10, 31, 0, 0, 0, TimeSpan.Zero);
        var licenses = _generator.Generate(7, 100).SelectMany(request => request.Streams)
            .Where(stream => stream.Stream.Category == "license")
            .GroupBy(stream => stream.Stream)
            .Select(group => group.SelectMany(stream => stream.Events).Select(ReadLicense).Aggregate(new LicenseDecider().Initial, new LicenseDecider().Evolve))
            .ToList();

        Assert.Contains(licenses, license => license.Status == LicenseStatus.Expired);
        Assert.All(licenses, license => Assert.True(license.Status != LicenseStatus.Active || license.Expires > lastDay));
        Assert.All(licenses, license => Assert.InRange(license.Remaining, 0, 1));
    }

    [Fact]
    public void What_a_device_finishes_belongs_to_the_request_that_it_started_with()
    {
        var events = _generator.Generate(7, 100).SelectMany(request => request.Streams).SelectMany(stream => stream.Events).ToList();
        var byId = events.ToDictionary(e => e.Id.ToString());

        Assert.All(events.Where(e => e.Type == nameof(DownloadFinished)), finished =>
        {
            var cause = byId[finished.Metadata.CausationId!];
            Assert.Equal(nameof(DownloadStarted), cause.Type);
            Assert.Equal((cause.Metadata.CorrelationId, cause.Metadata.Actor), (finished.Metadata.CorrelationId, finished.Metadata.Actor));
        });
    }

    private static object ReadLicense(NewEvent e) =>
        JsonSerializer.Deserialize(e.Data.Span, Sample.Types.Find(e.Type)!.ClrType, EventSerializer.JsonOptions)!;

    internal static string HashOf(IEnumerable<AppendRequest> requests)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var request in requests)
        {
            Add(hash, request.Id.ToString());
            foreach (var stream in request.Streams)
            {
                Add(hash, $"{stream.Stream} {stream.Expected}");
                foreach (var e in stream.Events)
                {
                    Add(hash, $"{e.Id} {e.Type} {e.SchemaVersion} {e.OccurredAt:O} {e.Metadata.Actor} {e.Metadata.CorrelationId} {e.Metadata.CausationId} {e.Metadata.Source}");
                    hash.AppendData(e.Data.Span);
                }
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string text) => hash.AppendData(System.Text.Encoding.UTF8.GetBytes(text + "\n"));
}
