using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EventAdmin.Benchmarks.Wire;

/// <summary>The server in a process of its own, on any free port.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo? _folder;
    private readonly Task _restOfOutput;

    private ServerProcess(Process process, DirectoryInfo? folder, Uri address)
    {
        (_process, _folder, Address) = (process, folder, address);
        _restOfOutput = process.StandardOutput.ReadToEndAsync();
    }

    public Uri Address { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident now, and at most so far, in MiB.</summary>
    public (long Now, long Peak) ResidentMebibytes => (ReadStatus("VmRSS:"), ReadStatus("VmHWM:"));

    /// <summary>On a new store, which goes with the process.</summary>
    public static Task<ServerProcess> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("eventadmin-bench-");
        return StartAsync(Path.Combine(folder.FullName, "store.db"), folder);
    }

    /// <summary>On a store that is there.</summary>
    public static Task<ServerProcess> StartAsync(string path) => StartAsync(path, folder: null);

    private static async Task<ServerProcess> StartAsync(string path, DirectoryInfo? folder)
    {
        string[] arguments = ["exec", Path.Combine(AppContext.BaseDirectory, "EventAdmin.Web.dll"), "--store", path, "--urls", "http://127.0.0.1:0"];
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var process = Process.Start(start) ?? throw new InvalidOperationException("Expected dotnet to start.");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (ListenAddress().Match(line) is { Success: true } address)
                return new ServerProcess(process, folder, new Uri(address.Value));
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _restOfOutput;
        _process.Dispose();
        _folder?.Delete(recursive: true);
    }

    private long ReadStatus(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id.ToString(CultureInfo.InvariantCulture)}/status").First(one => one.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListenAddress();
}
