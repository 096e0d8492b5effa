using System.ComponentModel;
using System.Diagnostics;

namespace EventAdmin.Torture.Faults;

/// <summary>The system's tools that faults are made with, each tried once before it is relied on.</summary>
internal static class Tools
{
    private static readonly Task<string?> StraceProblem =
        TryAsync("strace", ["-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO", "true"]);

    private static readonly Task<ShimBuild> BuiltShim = BuildShimAsync();

    /// <summary>Why strace can't be used; null when it can.</summary>
    public static Task<string?> FindStraceProblemAsync() => StraceProblem;

    /// <summary>The library that stands before libc, compiled when first wanted; or why it can't be.</summary>
    public static Task<ShimBuild> ShimAsync() => BuiltShim;

    private static async Task<ShimBuild> BuildShimAsync()
    {
        var source = Path.Combine(AppContext.BaseDirectory, "Faults", "shim.c");
        var library = Path.Combine(Directory.CreateTempSubdirectory("eventadmin-shim-").FullName, "shim.so");
        return new ShimBuild(library, await TryAsync("gcc", ["-O1", "-shared", "-fPIC", "-o", library, source, "-ldl", "-lpthread"]));
    }

    private static async Task<string?> TryAsync(string program, IEnumerable<string> arguments)
    {
        if (!OperatingSystem.IsLinux())
            return "it needs Linux";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false });
            if (process is null)
                return $"{program} did not start";
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? null : $"{program} ended with {process.ExitCode}: {errors.Trim()}";
        }
        catch (Win32Exception e)
        {
            return $"{program} is missing ({e.Message})";
        }
    }
}

/// <summary>The shim's library.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Problem">Why it is not; null when it is.</param>
internal sealed record ShimBuild(string Path, string? Problem)
{
    /// <summary>The environment of a process whose files in a folder it stands before.</summary>
    public Dictionary<string, string> EnvironmentFor(string folder, string log, string? fault = null)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["LD_PRELOAD"] = Path, ["TORTURE_DIR"] = folder, ["TORTURE_LOG"] = log };
        if (fault is not null)
            environment["TORTURE_FAULT"] = fault;
        return environment;
    }
}
