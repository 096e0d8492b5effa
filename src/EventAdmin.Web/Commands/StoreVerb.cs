using EventAdmin.Web.Composition;

namespace EventAdmin.Web.Commands;

/// <summary>
/// A verb on a store whose server is stopped: the same settings find the same store, and nothing of the server runs. Ctrl+C stops it cleanly.
/// </summary>
internal sealed class StoreVerb(string? storePath)
{
    public async Task<int> RunAsync(Func<IServiceProvider, CancellationToken, Task<int>> act)
    {
        string[] settings = storePath is null ? [] : [$"--{StoreLocation.Key}={storePath}"];
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        // What a verb has to say goes to the terminal; the log would only come between.
        builder.Logging.ClearProviders();
        builder.AddEngine();
        await using var app = builder.Build();
        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignals.On(stopping);
        try
        {
            return await act(app.Services, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return ExitCode.Stopped;
        }
    }
}
