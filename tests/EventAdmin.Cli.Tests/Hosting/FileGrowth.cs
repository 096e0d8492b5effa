namespace EventAdmin.Cli.Tests.Hosting;

/// <summary>Waits for what another process writes.</summary>
internal static class FileGrowth
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(2);

    /// <summary>Returns when the file has so many bytes more than it has now.</summary>
    public static async Task WaitAsync(string path, long bytes, CancellationToken cancellationToken)
    {
        var enough = LengthOf(path) + bytes;
        var grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path))
        {
            NotifyFilter = NotifyFilters.Size | NotifyFilters.FileName | NotifyFilters.LastWrite,
        };
        watcher.Changed += (_, _) => Look();
        watcher.Created += (_, _) => Look();
        watcher.Renamed += (_, _) => Look();
        watcher.EnableRaisingEvents = true;
        Look();
        await grown.Task.WaitAsync(TimeMax, cancellationToken);

        void Look()
        {
            if (LengthOf(path) >= enough)
                grown.TrySetResult();
        }
    }

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
