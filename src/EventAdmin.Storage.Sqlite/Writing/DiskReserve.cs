using EventAdmin.Storage.Sqlite.Diagnostics;
using EventAdmin.Storage.Sqlite.Heads;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Sqlite.Writing;

/// <summary>A file of zeros beside the database that is deleted when the disk is full and made again once there is room. The writer loop's own.</summary>
internal sealed class DiskReserve(string path, long bytes, ILogger logger)
{
    // Room beyond the reserve, so that making it does not fill the disk.
    private const int Spare = 4;

    // More than one group of appends needs, so that writing does not end again at once.
    private const long RoomToWrite = 1024 * 1024;

    private bool _isHeld;
    private long _freed;

    /// <summary>Makes the file where there is room for it and more; does nothing when it is there.</summary>
    public void Hold()
    {
        if (_isHeld || bytes == 0)
            return;
        try
        {
            if (new FileInfo(path) is { Exists: true } file && file.Length == bytes)
            {
                _isHeld = true;
            }
            else if (FreeBytes() > Spare * bytes)
            {
                ZeroFile.Write(path, bytes);
                _isHeld = true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Without the reserve the store works; only the help on a full disk is missing.
            logger.ReserveNotTaken(e);
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Free()
    {
        _isHeld = false;
        _freed = 0;
        try
        {
            _freed = File.Exists(path) ? bytes : 0;
            logger.DiskFull(_freed);
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.ReserveNotTaken(e);
        }
    }

    /// <summary>True when there is room beyond what was freed, which is the operator's. Where nobody can say: true, and writing tells.</summary>
    public bool IsRoomBack()
    {
        try
        {
            return FreeBytes() >= _freed + RoomToWrite;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            logger.ReserveNotTaken(e);
            return true;
        }
    }

    private long FreeBytes() => new DriveInfo(Path.GetDirectoryName(path) ?? "/").AvailableFreeSpace;
}
