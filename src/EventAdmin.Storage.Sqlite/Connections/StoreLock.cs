using System.Globalization;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Sqlite.Connections;

/// <summary>
/// Keeps a second process, or a second store in this one, away from the file. The operating system releases it when the process dies,
/// however it dies, so a lock left over never needs cleaning.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _held;
    private readonly string _ownerPath;

    private StoreLock(FileStream held, string ownerPath) => (_held, _ownerPath) = (held, ownerPath);

    /// <summary>Takes the lock of a database file.</summary>
    /// <exception cref="StoreUnusableException">Somebody holds it; the message names the process where it is known.</exception>
    public static StoreLock Take(string databasePath)
    {
        var lockPath = databasePath + ".lock";
        // A second opener may not even read a locked file, so who holds it stands beside it.
        var ownerPath = lockPath + ".owner";
        FileStream held;
        try
        {
            held = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new StoreUnusableException(
                $"The store '{databasePath}' is in use by {OwnerOf(ownerPath)}: one process at a time may open it.", e);
        }

        try
        {
            File.WriteAllText(ownerPath, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}"));
            return new StoreLock(held, ownerPath);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_ownerPath);
        }
        catch (IOException)
        {
            // It only names the holder of a lock that is about to be free.
        }

        _held.Dispose();
    }

    private static string OwnerOf(string ownerPath)
    {
        try
        {
            return File.ReadAllText(ownerPath) is { Length: > 0 } owner ? owner : "another process";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }
}
