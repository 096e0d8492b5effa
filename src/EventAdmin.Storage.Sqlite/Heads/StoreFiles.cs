using EventAdmin.Storage.Sqlite.Configuration;

namespace EventAdmin.Storage.Sqlite.Heads;

/// <summary>The files of a store by their names.</summary>
internal static class StoreFiles
{
    private static readonly string[] DatabaseSuffixes = ["", "-wal", "-shm"];

    /// <summary>The database file itself: two ways to one file must meet at one lock.</summary>
    public static string FullPathOf(string path)
    {
        var full = Path.GetFullPath(path);
        return File.Exists(full) && File.ResolveLinkTarget(full, returnFinalTarget: true) is { } target ? target.FullName : full;
    }

    public static string HeadsOf(string path, SqliteStorageOptions options) =>
        options.HeadsPath is { } headsPath ? Path.GetFullPath(headsPath) : path + ".heads";

    /// <summary>Deletes a database with what SQLite keeps beside it.</summary>
    public static void Delete(string path)
    {
        foreach (var suffix in DatabaseSuffixes)
            File.Delete(path + suffix);
    }

    /// <summary>Gives a database and its head file other names; what is missing is left out.</summary>
    public static void MoveAside(string path, string headsPath, string target)
    {
        foreach (var suffix in DatabaseSuffixes)
            Move(path + suffix, target + suffix);
        Move(headsPath, target + ".heads");
    }

    private static void Move(string from, string to)
    {
        if (File.Exists(from))
            File.Move(from, to);
    }
}
