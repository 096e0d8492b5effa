using System.Text;
using CsCheck;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Tests.Streams;
using EventAdmin.EventSourcing.Transfer;
using Xunit;

namespace EventAdmin.EventSourcing.Tests.Transfer;

public sealed class Importing_a_file
{
    private readonly Store _store = new(new EventLimits { AppendEventsMax = 3 });
    private readonly string _file = Store.Lines(
        "abcdefghijkl".Select(name => Store.Line(name % 3 == 0 ? "even-1" : "odd-1", name.ToString())));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Plain_or_gzip_stores_each_stream_in_the_order_of_the_file(bool isGzip)
    {
        var result = isGzip ? await _store.ImportAsync(Store.Gzip(_file)) : await _store.ImportAsync(_file);

        Assert.True(result.IsComplete);
        Assert.Equal((12, 12, 0, 0), (result.Total.Lines, result.Total.Added, result.Total.AlreadyThere, result.Total.Rejected));
        Assert.Equal("c f i l", await _store.NamesInAsync("even-1"));
        Assert.Equal("a b d e g h j k", await _store.NamesInAsync("odd-1"));
    }

    [Fact]
    public async Task Again_adds_nothing()
    {
        await _store.ImportAsync(_file);

        var again = await _store.ImportAsync(_file);

        Assert.Equal((0, 12), (again.Total.Added, again.Total.AlreadyThere));
        Assert.Equal("c f i l", await _store.NamesInAsync("even-1"));
    }

    [Fact]
    public Task Of_which_any_part_is_there_adds_the_rest_whatever_the_size_of_appends() =>
        Gen.Select(Gen.Int[0, 2].Array[1, 30], Gen.Int[0, 30], Gen.Int[1, 5], Gen.Int[1, 5]).SampleAsync(
            async sample =>
            {
                var (streams, partLength, firstMax, secondMax) = sample;
                var lines = streams.Select((stream, i) => Store.Line($"s-{stream}", $"n{i}")).ToList();
                var store = new Store(new EventLimits { AppendEventsMax = firstMax });
                var part = Math.Min(partLength, lines.Count);
                await store.ImportAsync(Store.Lines(lines.Take(part)));
                var other = new StoreView(store, new EventLimits { AppendEventsMax = secondMax });

                var result = await other.ImportAsync(Store.Lines(lines));

                Assert.Equal((lines.Count - part, part), (result.Total.Added, result.Total.AlreadyThere));
                foreach (var stream in streams.Distinct())
                {
                    var expected = Enumerable.Range(0, streams.Length).Where(i => streams[i] == stream).Select(i => $"n{i}");
                    Assert.Equal(string.Join(' ', expected), await store.NamesInAsync($"s-{stream}"));
                }
            }, iter: 60, threads: 1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task That_broke_off_in_the_middle_goes_on_where_it_was(int appendsBefore)
    {
        var appends = 0;
        var breaking = FaultyStorage.Around(_store.Storage, async (_, append) =>
        {
            var outcome = await append();
            return appends++ < appendsBefore ? outcome : throw new StoreUnavailableException("gone");
        });
        var broken = await _store.ImportAsync(_file, through: breaking);

        var resumed = await _store.ImportAsync(_file);

        Assert.Contains("gone", broken.StoreProblem, StringComparison.Ordinal);
        Assert.True(resumed.IsComplete);
        Assert.Equal(12, resumed.Total.Added + resumed.Total.AlreadyThere);
        Assert.Equal("c f i l", await _store.NamesInAsync("even-1"));
        Assert.Equal("a b d e g h j k", await _store.NamesInAsync("odd-1"));
    }

    [Fact]
    public async Task That_is_cancelled_halfway_goes_on_where_it_was()
    {
        using var cancelling = new CancellationTokenSource();
        var cancelsInTheMiddle = FaultyStorage.Around(_store.Storage, async (request, append) =>
        {
            if (request.Streams[0].Events.Any(e => e.Data.Span.SequenceEqual("\"f\""u8)))
                await cancelling.CancelAsync();
            return await append();
        });
        var through = new StreamImporter(
            cancelsInTheMiddle, new EventLimits { AppendEventsMax = 3 }, _store.Clock,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<StreamImporter>.Instance);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => through.ImportAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(_file)), ImportOptions.Default, progress: null, cancelling.Token));

        var resumed = await _store.ImportAsync(_file);

        Assert.True(resumed.Total.AlreadyThere > 0);
        Assert.Equal(12, resumed.Total.Added + resumed.Total.AlreadyThere);
        Assert.Equal("a b d e g h j k", await _store.NamesInAsync("odd-1"));
    }

    [Fact]
    public async Task Counts_an_append_of_unknown_outcome_once()
    {
        var appends = 0;
        var forgetful = FaultyStorage.Around(_store.Storage, async (request, append) =>
        {
            var outcome = await append();
            return appends++ == 0 ? new AppendOutcome.Unknown(request.Id, request.Streams[0].Stream, null) : outcome;
        });
        var importing = _store.ImportAsync(_file, through: forgetful);
        while (!importing.IsCompleted)
        {
            _store.Clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        var result = await importing;

        Assert.Equal((12, 0), (result.Total.Added, result.Total.AlreadyThere));
    }

    [Fact]
    public async Task Stops_at_a_bad_line_with_everything_before_it_stored()
    {
        var lines = _file.TrimEnd('\n').Split('\n');
        lines[6] = "{";

        var result = await _store.ImportAsync(Store.Lines(lines));

        Assert.Equal(7, result.StoppedAt?.Number);
        Assert.Contains("not JSON", result.StoppedAt?.Reason, StringComparison.Ordinal);
        Assert.Equal("a b d e", await _store.NamesInAsync("odd-1"));
        Assert.Equal("c f", await _store.NamesInAsync("even-1"));

        var repaired = await _store.ImportAsync(_file);
        Assert.Equal((6, 6), (repaired.Total.Added, repaired.Total.AlreadyThere));
    }

    [Fact]
    public async Task Puts_bad_lines_apart_as_they_came_when_told()
    {
        var lines = _file.TrimEnd('\n').Split('\n');
        lines[6] = "{ bad";
        lines[8] = Store.Line("$system", "x");
        var rejects = new MemoryStream();

        var result = await _store.ImportAsync(Store.Lines(lines), new ImportOptions { Rejects = rejects });

        Assert.True(result.IsComplete);
        Assert.Equal([7L, 9L], result.BadLines.Select(bad => bad.Number));
        Assert.Equal((10, 2), (result.Total.Added, result.Total.Rejected));
        Assert.Equal(Store.Lines([lines[6], lines[8]]), Encoding.UTF8.GetString(rejects.ToArray()));
    }

    [Theory]
    [InlineData("\"type\":\"Named\"", "\"type\":\"Other\"", "its type")]
    [InlineData("\"data\":\"b\"", "\"data\":\"c\"", "its data")]
    [InlineData("\"data\":\"b\"", "\"actor\":\"jane\",\"data\":\"b\"", "its metadata")]
    [InlineData("\"data\":\"b\"", "\"time\":\"2020-01-01T00:00:00Z\",\"data\":\"b\"", "its time")]
    [InlineData("\"subject\":\"s-1\"", "\"subject\":\"s-2\"", "stream 's-1'")]
    public async Task Whose_event_is_known_with_other_content_has_a_bad_line(string from, string to, string expected)
    {
        var lines = new[] { "a", "b", "c" }.Select(name => Store.Line("s-1", name)).ToArray();
        await _store.ImportAsync(Store.Lines(lines));
        lines[1] = lines[1].Replace(from, to, StringComparison.Ordinal);

        var result = await _store.ImportAsync(Store.Lines(lines));

        Assert.Equal(2, result.StoppedAt?.Number);
        Assert.Contains(expected, result.StoppedAt?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_names_an_event_twice_stores_it_once()
    {
        var result = await _store.ImportAsync(Store.Lines([Store.Line("s-1", "a"), Store.Line("s-1", "b"), Store.Line("s-1", "a")]));

        Assert.Equal((2, 1), (result.Total.Added, result.Total.AlreadyThere));
        Assert.Equal("a b", await _store.NamesInAsync("s-1"));
    }

    [Fact]
    public async Task Of_a_stream_that_was_deleted_says_that_its_ids_are_used_up()
    {
        await _store.ImportAsync(_file);
        await _store.Storage.DeleteStreamsAsync([StreamId.Parse("odd-1")], Store.Token);

        var result = await _store.ImportAsync(_file);

        Assert.Equal(1, result.StoppedAt?.Number);
        Assert.Contains("deleted", result.StoppedAt?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_blank_lines_line_ends_of_any_kind_and_a_mark_of_byte_order()
    {
        var result = await _store.ImportAsync($"\uFEFF{Store.Line("s-1", "a")}\r\n\r\n  \n{Store.Line("s-1", "b")}");

        Assert.True(result.IsComplete);
        Assert.Equal("a b", await _store.NamesInAsync("s-1"));
        Assert.Equal(4, result.Total.Lines);
    }

    [Fact]
    public async Task With_a_line_that_is_too_long_goes_on_after_it()
    {
        var longLine = Store.Line("s-1", new string('x', 300_000));
        var options = new ImportOptions { Rejects = new MemoryStream(), LineBytesMax = 1000 };

        var result = await _store.ImportAsync(Store.Lines([Store.Line("s-1", "a"), longLine, Store.Line("s-1", "b")]), options);

        Assert.Equal("line 2: longer than 1000 bytes.", Assert.Single(result.BadLines).ToString());
        Assert.Equal("a b", await _store.NamesInAsync("s-1"));
    }

    [Fact]
    public async Task Whose_event_breaks_a_limit_names_the_limit()
    {
        var store = new Store(new EventLimits { EventBytesMax = 1024 });

        var result = await store.ImportAsync(Store.Lines([Store.Line("s-1", new string('x', 2000))]));

        Assert.Contains("EventBytesMax", result.StoppedAt?.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task That_is_gzip_damaged_or_cut_off_says_so_even_when_bad_lines_are_put_apart(bool isCutOff)
    {
        var lines = Enumerable.Range(0, 2000).Select(i => Store.Line("s-1", $"{i * 7919L}"));
        var bytes = Store.Gzip(Store.Lines(lines));
        if (isCutOff)
            bytes = bytes[..(bytes.Length / 2)];
        else
            bytes.AsSpan(bytes.Length - 8, 4).Fill(0xFF);

        var result = await _store.ImportAsync(bytes, new ImportOptions { Rejects = new MemoryStream() });

        Assert.Contains("gzip", result.StoppedAt?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_is_several_gzip_files_put_together_is_read_to_the_end()
    {
        byte[] bytes = [.. Store.Gzip(Store.Lines([Store.Line("s-1", "a")])), .. Store.Gzip(Store.Lines([Store.Line("s-1", "b")]))];

        var result = await _store.ImportAsync(bytes);

        Assert.True(result.IsComplete, result.StoppedAt?.ToString());
        Assert.Equal("a b", await _store.NamesInAsync("s-1"));
    }

    [Fact]
    public async Task Tells_its_progress()
    {
        var told = new List<ImportProgress>();
        var importer = new StreamImporter(
            _store.Storage, new EventLimits(), _store.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<StreamImporter>.Instance);
        var bytes = Store.Gzip(_file);

        await importer.ImportAsync(
            new MemoryStream(bytes), new ImportOptions { BytesTotal = bytes.Length }, new Told(told), Store.Token);

        Assert.Equal((12, bytes.Length, bytes.Length, 12), (told[^1].Lines, told[^1].Bytes, told[^1].BytesTotal, told[^1].Added));
        Assert.True(told[^1].EventsPerSecond > 0);
    }

    private sealed class Told(List<ImportProgress> told) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => told.Add(value);
    }

    /// <summary>The same store, with appends of another size.</summary>
    private sealed class StoreView(Store store, EventLimits limits)
    {
        public Task<ImportResult> ImportAsync(string text) =>
            new StreamImporter(store.Storage, limits, store.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<StreamImporter>.Instance)
                .ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), ImportOptions.Default, progress: null, Store.Token);
    }
}
