using EventAdmin.Samples.Downloads.Domain;
using Xunit;

namespace EventAdmin.Samples.Downloads.Tests.Domain;

public sealed class Deciding_about_downloads
{
    [Fact]
    public void Downloads_are_numbered_within_the_year() =>
        Assert.Equal([Started(3, 2026)], When([.. Used(2, 2026)], Start(2026)));

    [Fact]
    public void One_beyond_the_plans_limit_is_refused_also_when_every_copy_is_deleted() => Assert.Equal(
        [new DownloadRefused("4711", "tv1", "t88", "Alps", 2026, 3, "3 of 3 downloads of 2026 are used")],
        When([.. Used(3, 2026)], Start(2026)));

    [Fact]
    public void A_new_year_starts_at_one() => Assert.Equal([Started(1, 2027)], When([.. Used(3, 2026)], Start(2027)));

    [Fact]
    public void A_device_that_has_the_title_fetches_it_no_second_time() => Assert.Empty(When([Started(1, 2026)], Start(2026)));

    [Fact]
    public void Only_a_download_under_way_is_finished()
    {
        var finish = new DownloadsCommand.Finish("4711", "tv1", "t88", "Alps", 900);

        Assert.Empty(When([], finish));
        Assert.Equal([new DownloadFinished("4711", "tv1", "t88", "Alps", 900)], When([Started(1, 2026)], finish));
    }

    [Fact]
    public void Only_a_copy_that_is_there_is_deleted()
    {
        var delete = new DownloadsCommand.Delete("4711", "tv1", "t88", "Alps", "returned");

        Assert.Empty(When([.. Used(1, 2026)], delete));
        Assert.Equal([Deleted], When([Started(1, 2026)], delete));
    }

    private static DownloadDeleted Deleted { get; } = new("4711", "tv1", "t88", "Alps", "returned");

    private static DownloadsCommand.Start Start(int year) => new("4711", "tv1", "t88", "Alps", Plan.Standard, year);

    private static DownloadStarted Started(int number, int year) => new("4711", "tv1", "t88", "Alps", year, number, 3);

    private static IEnumerable<object> Used(int count, int year) =>
        Enumerable.Range(1, count).SelectMany(number => new object[] { Started(number, year), Deleted });

    private static IReadOnlyList<object> When(IEnumerable<object> given, DownloadsCommand command) =>
        DownloadsDecider.Decide(given.Aggregate(DownloadsDecider.Initial, DownloadsDecider.Evolve), command);
}
