using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Transfer;
using EventAdmin.Samples.Downloads.History;
using EventAdmin.Samples.Downloads.Loading;
using EventAdmin.Web.Components.Navigation;
using Microsoft.Extensions.Options;

namespace EventAdmin.Web.Features.Welcome;

/// <summary>The Welcome page's only door to the engine. Thread-safe.</summary>
public sealed class WelcomeService(
    IEventStorage storage, SampleLoader sample, StreamImporter importer, IOptions<WelcomeOptions> options)
{
    /// <summary>What there is.</summary>
    public async Task<WelcomeFacts> ReadAsync(CancellationToken cancellationToken)
    {
        var categories = (await storage.ListCategoriesAsync(includeSystem: false, cancellationToken)).Value;
        var status = await sample.FindStatusAsync(cancellationToken);
        var path = options.Value.StorePath;
        return new WelcomeFacts
        {
            StoreName = storage.Capabilities.Name,
            Freshness = storage.Capabilities.FreshnessSentence,
            StorePath = path,
            IsFile = options.Value.IsFile,
            StoreBytes = BytesOf(path) is { } bytes ? bytes + (BytesOf(path + "-wal") ?? 0) : null,
            Categories = [.. categories.Where(category => category.Streams > 0)],
            Sample = status,
            Removal = status.CanRemove ? await sample.DescribeRemovalAsync(cancellationToken) : null,
            Stories = status.IsLoaded ? await ReadStoriesAsync(cancellationToken) : [],
        };
    }

    /// <summary>Loads the sample, where the store has no streams of its own.</summary>
    public Task<SampleLoadOutcome> LoadSampleAsync(IProgress<SampleProgress> progress, CancellationToken cancellationToken) =>
        sample.LoadAsync(progress, cancellationToken);

    /// <summary>Takes the sample out; answers how many streams went.</summary>
    public Task<int> RemoveSampleAsync(CancellationToken cancellationToken) => sample.RemoveAsync(cancellationToken);

    /// <summary>Imports CloudEvents, one a line, plain or gzip. Cancelled, what is stored stays, and the same file goes on from there.</summary>
    public Task<ImportResult> ImportAsync(Stream input, long bytes, IProgress<ImportProgress> progress, CancellationToken cancellationToken) =>
        importer.ImportAsync(input, ImportOptions.Default with { BytesTotal = bytes }, progress, cancellationToken);

    private async Task<IReadOnlyList<WelcomeStory>> ReadStoriesAsync(CancellationToken cancellationToken)
    {
        var stories = new List<WelcomeStory>();
        foreach (var story in GuidedStories.All)
        {
            var steps = new List<WelcomeStep>();
            foreach (var step in story.Steps)
            {
                // A stream of the sample that is gone, or only begun, has nothing to show.
                if ((await storage.FindHeadAsync(step.Stream, ReadOptions.Default, cancellationToken)).Value is { } head)
                    steps.Add(new WelcomeStep(step.Title, step.Text, UrlOf(step, head)));
            }

            stories.Add(new WelcomeStory(story.Id, story.Title, story.Summary, steps));
        }

        return stories;
    }

    private static long? BytesOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : null;

    private static string UrlOf(GuidedStep step, StreamHead head)
    {
        var stream = step.Stream.Value;
        var version = step.VersionIn(head);
        return step.Page switch
        {
            GuidedPage.Event when version is { } at => AppUrls.Event(stream, at.Value),
            GuidedPage.Event or GuidedPage.Stream => AppUrls.Stream(stream),
            GuidedPage.Replay => AppUrls.Replay(stream) + AppUrls.Query(
                ("at", version?.ToString() ?? (step.OccurredAt is { } instant ? AppUrls.Instant(instant) : null)),
                ("by", step.OccurredAt is null ? null : "occurred"),
                ("as", step.Reducer)),
            _ => throw new InvalidOperationException($"Expected a page that stories open, found {step.Page}."),
        };
    }
}
