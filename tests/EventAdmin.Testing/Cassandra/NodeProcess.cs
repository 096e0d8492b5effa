using System.Diagnostics;
using System.Globalization;

namespace EventAdmin.Testing.Cassandra;

/// <summary>
/// The process of a node. An owned one cannot outlive this process: a small shell beside it waits for the end of a pipe that only this process
/// holds, which comes even when this process is killed. A kept one goes on until it is stopped by its recorded id.
/// </summary>
internal sealed class NodeProcess
{
    private const string Owned = """
        log=$1; shift
        exec 3<&0
        "$@" </dev/null >>"$log" 2>&1 3<&- &
        child=$!
        echo "$child"
        { cat <&3 >/dev/null; kill -KILL "$child"; } >/dev/null 2>&1 &
        guard=$!
        wait "$child"
        kill "$guard"
        """;

    private const string Kept = """
        log=$1; shift
        if command -v setsid >/dev/null; then setsid "$@" </dev/null >>"$log" 2>&1 & else nohup "$@" </dev/null >>"$log" 2>&1 & fi
        echo "$!"
        """;

    private readonly string _mark;
    private readonly Process? _keeper;

    private NodeProcess(int id, string mark, Process? keeper)
    {
        Id = id;
        _mark = mark;
        _keeper = keeper;
    }

    public int Id { get; }

    /// <summary>Starts a process.</summary>
    /// <param name="command">Executable and arguments.</param>
    /// <param name="mark">A part of the command line that no other process has.</param>
    public static async Task<NodeProcess> StartAsync(IReadOnlyList<string> command, string log, string mark, bool isOwned, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", isOwned ? Owned : Kept, "node", log, .. command])
        {
            UseShellExecute = false,
            RedirectStandardInput = isOwned,
            RedirectStandardOutput = true,
            RedirectStandardError = isOwned,
        };
        var keeper = Process.Start(start) ?? throw new InvalidOperationException("No shell could be started.");
        var id = int.Parse(await keeper.StandardOutput.ReadLineAsync(cancellationToken) ?? "", CultureInfo.InvariantCulture);
        if (isOwned)
            return new NodeProcess(id, mark, keeper);
        keeper.Dispose();
        return new NodeProcess(id, mark, keeper: null);
    }

    /// <summary>A kept one of an earlier run, by its recorded id.</summary>
    public static NodeProcess Find(int id, string mark) => new(id, mark, keeper: null);

    public bool IsRunning() => _keeper is { HasExited: false } || (_keeper is null && IsOurs());

    public Task TerminateAsync(CancellationToken cancellationToken) => SignalAsync("TERM", cancellationToken);

    public Task PauseAsync(CancellationToken cancellationToken) => SignalAsync("STOP", cancellationToken);

    public Task ResumeAsync(CancellationToken cancellationToken) => SignalAsync("CONT", cancellationToken);

    public Task KillAsync(CancellationToken cancellationToken) => SignalAsync("KILL", cancellationToken);

    public async Task WaitForExitAsync(CancellationToken cancellationToken)
    {
        if (_keeper is not null)
        {
            await _keeper.WaitForExitAsync(cancellationToken);
            return;
        }

        while (IsOurs())
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
    }

    // A number alone is not enough: it may have been given to another process since.
    private bool IsOurs()
    {
        try
        {
            using var process = Process.Start(ChildProcess.Describe("ps", ["-ww", "-o", "command=", "-p", Id.ToString(CultureInfo.InvariantCulture)]))!;
            return process.StandardOutput.ReadToEnd().Contains(_mark, StringComparison.Ordinal);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no ps: the file system of processes says the same.
            var commandLine = $"/proc/{Id}/cmdline";
            return File.Exists(commandLine) && File.ReadAllText(commandLine).Contains(_mark, StringComparison.Ordinal);
        }
    }

    private async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        if (!IsRunning() || !IsOurs())
            return;
        await ChildProcess.RunAsync("/bin/sh", ["-c", "kill -\"$1\" \"$2\"", "signal", signal, Id.ToString(CultureInfo.InvariantCulture)], cancellationToken);
    }
}
