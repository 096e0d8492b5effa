using Microsoft.Win32.SafeHandles;

namespace EventAdmin.Storage.Sqlite.Heads;

/// <summary>Writes zeros: a hole would take its space only later, when there may be none.</summary>
internal static class ZeroFile
{
    private const int Chunk = 1024 * 1024;

    /// <summary>Makes a file of zeros, flushed.</summary>
    public static void Write(string path, long bytes)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite);
        Write(file, 0, bytes);
        Durably.Flush(file);
    }

    /// <summary>Writes zeros into an open file.</summary>
    public static void Write(SafeFileHandle file, long offset, long bytes)
    {
        var zeros = new byte[Math.Min(bytes, Chunk)];
        for (var end = offset + bytes; offset < end; offset += zeros.Length)
            RandomAccess.Write(file, zeros.AsSpan(0, (int)Math.Min(zeros.Length, end - offset)), offset);
    }
}
