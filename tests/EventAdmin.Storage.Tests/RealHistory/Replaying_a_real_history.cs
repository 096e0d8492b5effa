using System.Text;
using System.Text.Json;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Transfer;
using EventAdmin.Testing.RealHistory;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.RealHistory;

public sealed class Replaying_a_real_history(GitHistory history) : IClassFixture<GitHistory>
{
    private const int EventCount = 15_403;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Imports_every_event_once()
    {
        Assert.SkipUnless(RealHistoryFiles.IsPresent, RealHistoryFiles.WhyAbsent);

        var again = await history.ImportAsync(Stop);

        Assert.True(history.Imported?.IsComplete, history.Imported?.StoppedAt?.ToString() ?? history.Imported?.StoreProblem);
        Assert.Equal((EventCount, 0), (history.Imported?.Total.Added, history.Imported?.Total.AlreadyThere));
        Assert.Equal((0, EventCount), (again.Total.Added, again.Total.AlreadyThere));
        var head = (await history.Harness.Storage.FindHeadAsync(GitHistory.Stream, ReadOptions.Default, Stop)).Value;
        Assert.Equal(StreamVersion.Of(EventCount - 1), head?.Last);
    }

    [Fact]
    public async Task Gives_the_tree_that_git_gives_at_the_version_of_each_commit()
    {
        Assert.SkipUnless(RealHistoryFiles.IsPresent, RealHistoryFiles.WhyAbsent);
        var points = RealHistoryFiles.ReadKey();

        foreach (var point in points)
            await AssertTreeAsync(point, new Moment.AtVersion(StreamVersion.Of(point.Revision)));

        Assert.Equal(14, points.Count);
    }

    [Fact]
    public async Task Gives_the_tree_that_git_gives_by_the_time_of_each_commit()
    {
        Assert.SkipUnless(RealHistoryFiles.IsPresent, RealHistoryFiles.WhyAbsent);
        var points = RealHistoryFiles.ReadKey();

        foreach (var point in points)
            await AssertTreeAsync(point, new Moment.AtOccurred(point.Time));

        Assert.Equal(14, points.Count);
    }

    [Fact]
    public async Task Blames_each_file_on_the_commit_that_changed_it_last()
    {
        Assert.SkipUnless(RealHistoryFiles.IsPresent, RealHistoryFiles.WhyAbsent);
        var point = RealHistoryFiles.ReadKey()[0];
        var request = new ReplayRequest
        {
            Stream = GitHistory.Stream,
            Reducer = new TreeReducer(),
            Moment = new Moment.AtVersion(StreamVersion.Of(point.Revision)),
        };

        var result = await history.Replayer.BlameAsync(request, ReadOptions.Default, Stop);

        var blame = Assert.IsType<HistoryResult<FieldBlame>.Found>(result).Value;
        Assert.Equal(point.Files, blame.Total);
        var field = blame.Fields[^1];
        var read = new StreamRead { Stream = GitHistory.Stream, From = field.Version, CountMax = 1 };
        var e = (await history.Harness.Storage.ReadStreamAsync(read, ReadOptions.Default, Stop)).Value.Events[0];
        Assert.Contains(field.Json, Encoding.UTF8.GetString(e.Data.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exports_the_data_of_every_line_byte_for_byte()
    {
        Assert.SkipUnless(RealHistoryFiles.IsPresent, RealHistoryFiles.WhyAbsent);
        var exporter = new StreamExporter(history.Harness.Storage, history.Harness.Clock, NullLogger<StreamExporter>.Instance);
        var output = new MemoryStream();

        await exporter.ExportAsync(new ExportRequest { Stream = GitHistory.Stream }, output, progress: null, Stop);

        // Python wrote the file with a blank after each colon of the envelope; in both, data stands last.
        var exported = Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n').Select(line => line.Split(",\"data\":")[1]);
        Assert.Equal(RealHistoryFiles.ReadLines().Select(line => line.Split(", \"data\": ")[1]), exported);
    }

    private async Task AssertTreeAsync(KeyPoint point, Moment moment)
    {
        var request = new ReplayRequest { Stream = GitHistory.Stream, Reducer = new TreeReducer(), Moment = moment };

        var result = await history.Replayer.ReplayAsync(request, ReadOptions.Default, Stop);

        var state = Assert.IsType<ReplayResult.Replayed>(result).State;
        var tree = JsonSerializer.Deserialize<Dictionary<string, string>>(state.Json.Span) ?? [];
        Assert.Equal((0, 0), (state.UnknownTypes, state.Unreadable));
        Assert.Equal(point.Files, tree.Count);
        Assert.Equal(point.Tree.OrderBy(file => file.Key, StringComparer.Ordinal), tree.OrderBy(file => file.Key, StringComparer.Ordinal));
    }
}
