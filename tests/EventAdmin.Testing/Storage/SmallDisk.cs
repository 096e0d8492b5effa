using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace EventAdmin.Testing.Storage;

/// <summary>A file system of its own in memory that is small enough to be full soon. It goes with this object.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _folder;

    private SmallDisk(DirectoryInfo folder) => _folder = folder;

    /// <summary>Its folder.</summary>
    public string Path => _folder.FullName;

    /// <summary>Makes one.</summary>
    /// <param name="mebibytes">Its size.</param>
    /// <param name="reason">Why there is none: this machine or this user may not mount.</param>
    /// <returns>The disk; null where there can't be one.</returns>
    public static SmallDisk? TryMount(int mebibytes, out string reason)
    {
        var folder = Directory.CreateTempSubdirectory("eventadmin-disk-");
        reason = Run("mount", ["-t", "tmpfs", "-o", SizeOf(mebibytes), "tmpfs", folder.FullName]);
        if (reason.Length == 0)
            return new SmallDisk(folder);
        folder.Delete();
        return null;
    }

    /// <summary>Gives it another size.</summary>
    public void Resize(int mebibytes)
    {
        if (Run("mount", ["-o", "remount," + SizeOf(mebibytes), Path]) is { Length: > 0 } reason)
            throw new InvalidOperationException($"Expected a larger disk: {reason}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Lazily: who still has a file open on it keeps that, and the folder is free.
        Run("umount", ["-l", Path]);
        _folder.Delete();
    }

    private static string SizeOf(int mebibytes) => string.Create(CultureInfo.InvariantCulture, $"size={mebibytes}m");

    // What went wrong, in the tool's words.
    private static string Run(string tool, IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardError = true, UseShellExecute = false })
                ?? throw new InvalidOperationException($"Expected {tool} to start.");
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? "" : $"{tool} ended with {process.ExitCode}: {errors.Trim()}";
        }
        catch (Win32Exception e)
        {
            return $"there is no {tool}: {e.Message}";
        }
    }
}
