namespace EventAdmin.Storage.Sqlite.Writing;

/// <summary>Tells a full disk from one that fails.</summary>
internal static class DiskSpace
{
    private const int UnixNoSpace = 28; // ENOSPC
    private const int WindowsDiskFull = unchecked((int)0x80070070); // ERROR_DISK_FULL

    /// <summary>True when a call failed since there was no space.</summary>
    public static bool IsLacking(IOException e) => OperatingSystem.IsWindows() ? e.HResult == WindowsDiskFull : e.HResult == UnixNoSpace;
}
