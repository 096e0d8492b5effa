namespace EventAdmin.Browser.Tests.Hosting;

/// <summary>Streams of the guided sample.</summary>
internal static class SampleStreams
{
    /// <summary>A download whose history is calm.</summary>
    public const string Downloads = "downloads-4711-t88";

    /// <summary>The licence whose <c>remaining</c> became -1 by an event released twice, at v3.</summary>
    public const string License = "license-6203-tv1-t17";
}
