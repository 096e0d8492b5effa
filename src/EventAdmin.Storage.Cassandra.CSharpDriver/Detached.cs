namespace EventAdmin.Storage.Cassandra.CSharpDriver;

/// <summary>
/// Lets continuations run elsewhere: the driver completes its tasks on the loop that reads answers, where one that blocks would hold up all others.
/// </summary>
internal static class Detached
{
    public static Task<T> Of<T>(Task<T> task)
    {
        var source = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = task.ContinueWith(
            static (ended, state) => ((TaskCompletionSource<T>)state!).SetFromTask(ended), source, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return source.Task;
    }
}
