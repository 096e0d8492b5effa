using System.Runtime.InteropServices;

namespace EventAdmin.Storage.Sqlite.Heads;

/// <summary>Makes the names in a folder durable.</summary>
internal static partial class Folders
{
    private const int ReadOnly = 0;

    /// <summary>Flushes the folder that a file stands in, so that a rename survives a power failure. Where the system has no such call, it needs none.</summary>
    /// <exception cref="IOException">The folder can't be flushed.</exception>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        var file = Open(folder, ReadOnly);
        if (file < 0)
            throw new IOException($"The folder '{folder}' can't be opened (error {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (Synchronize(file) != 0)
                throw new IOException($"The folder '{folder}' can't be flushed (error {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = Close(file);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int file);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int file);
}
