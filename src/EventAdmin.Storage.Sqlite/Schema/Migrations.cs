using System.Globalization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite.Schema;

/// <summary>The numbered scripts beside this file, each applied once, in order, in a transaction of its own; <c>user_version</c> counts them.</summary>
internal static class Migrations
{
    /// <summary>'EvAd': marks the file as ours, so that another program's database is not taken for a store.</summary>
    public const long ApplicationId = 0x45764164;

    private const int FirstWithHashes = 3;

    private static readonly string[] Scripts = LoadScripts();

    /// <summary>The newest schema that this program knows.</summary>
    public static int Newest => Scripts.Length;

    /// <summary>Brings the file to the newest schema.</summary>
    /// <param name="database">The writer's connection.</param>
    /// <param name="isNewToHashes">True when this gave the events their hashes, so that no head file can know them yet.</param>
    /// <returns>How many scripts were applied.</returns>
    /// <exception cref="StoreUnusableException">The file is another program's, or of a newer program.</exception>
    public static int Apply(SqliteDatabase database, out bool isNewToHashes)
    {
        var current = database.QueryNumber("PRAGMA user_version") ?? 0;
        var applicationId = database.QueryNumber("PRAGMA application_id") ?? 0;
        if (applicationId != ApplicationId && (current != 0 || applicationId != 0 || database.QueryNumber("SELECT count(*) FROM sqlite_schema") != 0))
            throw new StoreUnusableException("The file is a database of another program, not a store of events.");
        if (current > Newest)
        {
            throw new StoreUnusableException(
                $"The store has schema {current}; this program knows schemas up to {Newest}. Use the program that wrote it, or a newer one.");
        }

        isNewToHashes = current < FirstWithHashes;
        for (var i = (int)current; i < Newest; i++)
            Apply(database, Scripts[i], i + 1);
        return Newest - (int)current;
    }

    private static void Apply(SqliteDatabase database, string script, int number)
    {
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            database.Execute(script);
            if (number == FirstWithHashes)
                HistoryFiller.Fill(database);
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {number}"));
            database.Execute("COMMIT");
        }
        catch
        {
            if (!database.IsAutocommit)
                database.Execute("ROLLBACK");
            throw;
        }
    }

    private static string[] LoadScripts()
    {
        var assembly = typeof(Migrations).Assembly;
        var scripts = new List<string>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"Expected the embedded script '{name}'.");
            using var reader = new StreamReader(stream);
            scripts.Add(reader.ReadToEnd());
        }

        return [.. scripts];
    }
}
