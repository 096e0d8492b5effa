namespace EventAdmin.Web.Http.Feeds;

/// <summary>
/// Lets a live reader be served so often at most, with what came in between together: many readers of a busy feed then cost a message each
/// now and then instead of one for every append. What comes after a silence is not held back.
/// </summary>
internal static class LivePace
{
    /// <summary>The shortest time between two deliveries.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(40);

    /// <summary>Waits, after a delivery that left nothing behind, until the next one may begin.</summary>
    public static Task RestAsync(TimeProvider clock, CancellationToken cancellationToken) => Task.Delay(Shortest, clock, cancellationToken);
}
