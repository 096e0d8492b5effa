using EventAdmin.EventSourcing.Events;
using EventAdmin.Samples.Downloads.History;
using Xunit;

namespace EventAdmin.Samples.Downloads.Tests.History;

public sealed class The_guided_stories
{
    private static readonly GuidedSet Set = GuidedSet.Create(Sample.Serializer, seed: 1, load: 1);

    public static TheoryData<string> Ids => [.. GuidedStories.All.Select(story => story.Id)];

    [Fact]
    public void Are_a_happy_customer_a_dispute_and_a_bug() => Assert.Equal(["happy", "dispute", "bug"], GuidedStories.All.Select(story => story.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Have_five_steps_to_places_that_exist(string id)
    {
        var story = GuidedStories.All.Single(candidate => candidate.Id == id);

        Assert.Equal(5, story.Steps.Count);
        Assert.All(story.Steps, step =>
        {
            var count = EventsOf(step.Stream).Count;
            Assert.InRange(step.Version ?? 0, 0, count - 1);
            Assert.True(step.Page != GuidedPage.Event || step.Version is not null, step.Title);
            Assert.True(step.Version is null || step.OccurredAt is null, step.Title);
        });
    }

    [Theory]
    [InlineData("happy", 1, "AddressChanged")]
    [InlineData("dispute", 0, "DisputeOpened")]
    [InlineData("dispute", 2, "DownloadStarted")]
    [InlineData("dispute", 3, "LicenseRenewed")]
    [InlineData("bug", 1, "LicenseReleased")]
    public void Open_the_event_that_they_tell_of(string id, int step, string type)
    {
        var told = GuidedStories.All.Single(story => story.Id == id).Steps[step];

        Assert.Equal(type, EventsOf(told.Stream)[(int)told.Version!.Value].Type);
    }

    private static List<NewEvent> EventsOf(StreamId stream) =>
        [.. Set.Appends.SelectMany(append => append.Streams).Where(append => append.Stream == stream).SelectMany(append => append.Events)];
}
