namespace EventAdmin.Cql.Tests.Connections;

/// <summary>Waits for facts; a deadline says which one did not come.</summary>
internal static class Await
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<T> Value<T>(Task<T> task, string what)
    {
        try
        {
            return await task.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{what} did not come within {Patience}.", exception);
        }
    }

    public static Task<T> Value<T>(ValueTask<T> task, string what) => Value(task.AsTask(), what);

    public static async Task Fact(Task task, string what)
    {
        try
        {
            await task.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{what} did not come within {Patience}.", exception);
        }
    }
}
