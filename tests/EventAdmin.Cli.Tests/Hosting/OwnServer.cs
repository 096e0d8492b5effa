using EventAdmin.Testing.Processes;

namespace EventAdmin.Cli.Tests.Hosting;

/// <summary>A server as a process of its own on a store of its own, which can be killed and started again at the same address.</summary>
public class OwnServer : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventadmin-cli-");
    private DotnetProcess? _process;

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    public string Combine(string name) => Path.Combine(_folder.FullName, name);

    public virtual async ValueTask InitializeAsync() => await StartAsync();

    /// <summary>Starts where it was.</summary>
    public async Task StartAsync(string store = "store.db")
    {
        _process = DotnetProcess.Start(
            Programs.Server,
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
        GC.SuppressFinalize(this);
    }

    internal CommandRun At(int columns) => new() { Server = Address, Columns = columns };

    internal CommandRun Piped(string input = "") => new() { Server = Address, Input = input };

    /// <summary>The command line as a process of its own.</summary>
    internal DotnetProcess StartCommand(params string[] arguments) => StartCommandAt(Address, arguments);

    internal DotnetProcess StartCommandAt(Uri server, params string[] arguments) => DotnetProcess.Start(
        Programs.CommandLine, arguments, [("EVENTADMIN_SERVER", server.ToString()), ("HOME", _folder.FullName), ("XDG_CONFIG_HOME", _folder.FullName)]);
}
