namespace EventAdmin.Web.Tests.Hosting;

/// <summary>Waits for what another process does to files.</summary>
internal static class Files
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(1);

    public static async Task UntilExistsAsync(string path, CancellationToken cancellationToken)
    {
        var created = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        watcher.Created += (_, _) => created.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(path))
            await created.Task.WaitAsync(TimeMax, cancellationToken);
    }
}
