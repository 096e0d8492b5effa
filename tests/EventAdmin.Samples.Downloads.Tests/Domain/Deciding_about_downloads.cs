using EventAdmin.Samples.Downloads.Domain;
using EventAdmin.Testing;
using Xunit;

namespace EventAdmin.Samples.Downloads.Tests.Domain;

public sealed class Deciding_about_downloads
{
    private static DeciderScenario<DownloadsState, DownloadsCommand> Downloads { get; } = DeciderScenario.Of(new DownloadsDecider());

    private static DownloadDeleted Deleted { get; } = new("4711", "tv1", "t88", "Alps", "returned");

    [Fact]
    public void Downloads_are_numbered_within_the_year() => Downloads.Given(Used(2, 2026)).When(Start(2026)).Then(Started(3, 2026));

    [Fact]
    public void One_beyond_the_plans_limit_is_refused_also_when_every_copy_is_deleted() => Downloads
        .Given(Used(3, 2026))
        .When(Start(2026))
        .Then(new DownloadRefused("4711", "tv1", "t88", "Alps", 2026, 3, "3 of 3 downloads of 2026 are used"));

    [Fact]
    public void A_new_year_starts_at_one() => Downloads.Given(Used(3, 2026)).When(Start(2027)).Then(Started(1, 2027));

    [Fact]
    public void A_device_that_has_the_title_fetches_it_no_second_time() => Downloads.Given(Started(1, 2026)).When(Start(2026)).Then();

    [Fact]
    public void A_download_under_way_is_finished() => Downloads
        .Given(Started(1, 2026))
        .When(new DownloadsCommand.Finish("4711", "tv1", "t88", "Alps", 900))
        .Then(new DownloadFinished("4711", "tv1", "t88", "Alps", 900));

    [Fact]
    public void A_download_that_was_not_started_is_not_finished() =>
        Downloads.When(new DownloadsCommand.Finish("4711", "tv1", "t88", "Alps", 900)).Then();

    [Fact]
    public void A_copy_is_deleted_once() =>
        Downloads.Given(Used(1, 2026)).When(new DownloadsCommand.Delete("4711", "tv1", "t88", "Alps", "returned")).Then();

    [Fact]
    public void A_copy_under_way_can_be_deleted() =>
        Downloads.Given(Started(1, 2026)).When(new DownloadsCommand.Delete("4711", "tv1", "t88", "Alps", "returned")).Then(Deleted);

    private static DownloadsCommand.Start Start(int year) => new("4711", "tv1", "t88", "Alps", Plan.Standard, year);

    private static DownloadStarted Started(int number, int year) => new("4711", "tv1", "t88", "Alps", year, number, 3);

    private static object[] Used(int count, int year) =>
        [.. Enumerable.Range(1, count).SelectMany(number => new object[] { Started(number, year), Deleted })];
}
