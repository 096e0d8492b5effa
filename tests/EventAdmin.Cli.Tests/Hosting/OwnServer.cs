using EventAdmin.Testing.Processes;

namespace EventAdmin.Cli.Tests.Hosting;

/// <summary>A server as a process of its own on a store of its own, which can be killed and started again at the same address.</summary>
public sealed class OwnServer : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventadmin-cli-");
    private DotnetProcess? _process;

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    public string Combine(string name) => Path.Combine(_folder.FullName, name);

    public async ValueTask InitializeAsync() => await StartAsync("store.db");

    /// <summary>Starts where it was, on the same store or another one of its folder.</summary>
    public async Task StartAsync(string store)
    {
        _process = DotnetProcess.Start(
            Path.Combine(AppContext.BaseDirectory, "EventAdmin.Web.dll"),
            ["--store", Combine(store), "--urls", $"http://127.0.0.1:{Address.Port}"],
            [("ASPNETCORE_ENVIRONMENT", "Production"), ("HOME", _folder.FullName)]);
        Address = await _process.ListenAsync(CancellationToken.None);
    }

    public async Task KillAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
    }
}
