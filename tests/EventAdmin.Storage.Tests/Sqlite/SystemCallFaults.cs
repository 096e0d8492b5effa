using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace EventAdmin.Storage.Tests.Sqlite;

/// <summary>Makes the system calls of another process on some files fail, from the moment at which it is attached to the end of that process.</summary>
internal sealed class SystemCallFaults : IDisposable
{
    private readonly Process _strace;

    private SystemCallFaults(Process strace) => _strace = strace;

    /// <summary>Attaches to a process; skips the test, with the reason, where the machine has no tool for it or does not allow it.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="paths">The files whose calls are meant.</param>
    /// <param name="fault">As <c>strace -e inject</c> writes it; its counts are per thread.</param>
    public static async Task<SystemCallFaults> AttachAsync(int processId, IEnumerable<string> paths, string fault)
    {
        var id = processId.ToString(CultureInfo.InvariantCulture);
        var call = fault.Split(':')[0];
        var start = new ProcessStartInfo("strace", ["-f", "-o", "/dev/null", "-e", "trace=" + call, "-e", "inject=" + fault, "-p", id, .. paths.SelectMany(path => new[] { "-P", path })])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            var strace = Process.Start(start) ?? throw new InvalidOperationException("Expected strace to start.");
            string? line;
            do
                line = await strace.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
            while (line is not null && !line.Contains("attached", StringComparison.Ordinal) && !line.Contains("not permitted", StringComparison.Ordinal));
            Assert.SkipUnless(line?.Contains("attached", StringComparison.Ordinal) == true, $"strace can't attach to a process here: {line}");
            _ = strace.StandardError.ReadToEndAsync(CancellationToken.None);
            return new SystemCallFaults(strace);
        }
        catch (Win32Exception e)
        {
            Assert.Skip($"There is no strace here: {e.Message}");
            throw;
        }
    }

    public void Dispose()
    {
        if (!_strace.HasExited)
            _strace.Kill();
        _strace.WaitForExit();
        _strace.Dispose();
    }
}
