using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EventAdmin.Storage.Sqlite.Heads;

/// <summary>Makes bytes and names durable, and says so when it could not: .NET's own flush says nothing of a disk that failed it on Unix.</summary>
internal static partial class Durably
{
    private const int ReadOnly = 0;
    private const int Interrupted = 4; // EINTR

    /// <summary>Makes a file's bytes durable.</summary>
    /// <exception cref="IOException">The system did not; what the disk holds is not known.</exception>
    public static void Flush(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        while (Synchronize(file) != 0)
        {
            if (Marshal.GetLastPInvokeError() is var error && error != Interrupted)
                throw Failure("A file could not be flushed to the disk", error);
        }
    }

    /// <summary>Makes the bytes of a file that nobody has open durable.</summary>
    /// <exception cref="IOException">The system did not; what the disk holds is not known.</exception>
    public static void FlushFile(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        Flush(file);
    }

    /// <summary>Flushes the folder that a file stands in, so that a rename survives a power failure. Where the system has no such call, it needs none.</summary>
    /// <exception cref="IOException">The folder can't be flushed.</exception>
    public static void FlushFolderOf(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        using var handle = Open(folder, ReadOnly);
        if (handle.IsInvalid)
            throw Failure($"The folder '{folder}' can't be opened", Marshal.GetLastPInvokeError());
        Flush(handle);
    }

    private static IOException Failure(string what, int error) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{what}: {Marshal.GetPInvokeErrorMessage(error)} (error {error})"), error);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Synchronize(SafeFileHandle file);
}
