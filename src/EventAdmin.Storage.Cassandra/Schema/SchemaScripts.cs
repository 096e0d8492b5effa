using System.Globalization;

namespace EventAdmin.Storage.Cassandra.Schema;

/// <summary>The numbered scripts beside this file, <c>NNN-name.cql</c>, each a list of statements that may be run again.</summary>
internal static class SchemaScripts
{
    private const string Placeholder = "{keyspace}";

    private static readonly (int Number, string Text)[] Scripts = Load();

    /// <summary>The newest schema that this program knows.</summary>
    public static int Newest => Scripts[^1].Number;

    /// <summary>The statements that bring a store of one schema to the newest one, in order, for a keyspace.</summary>
    public static IEnumerable<string> StatementsAfter(int version, string keyspace) =>
        Scripts.Where(script => script.Number > version).SelectMany(script => Split(script.Text.Replace(Placeholder, keyspace, StringComparison.Ordinal)));

    private static IEnumerable<string> Split(string script)
    {
        var statement = new List<string>();
        foreach (var line in script.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal)))
        {
            statement.Add(line.TrimEnd(';'));
            if (!line.EndsWith(';'))
                continue;
            yield return string.Join(' ', statement);
            statement.Clear();
        }
    }

    private static (int Number, string Text)[] Load()
    {
        var assembly = typeof(SchemaScripts).Assembly;
        var folder = $"{assembly.GetName().Name}.Schema.";
        var scripts = new List<(int Number, string Text)>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"Expected the embedded script '{name}'.");
            using var reader = new StreamReader(stream);
            scripts.Add((int.Parse(name.AsSpan(folder.Length, 3), CultureInfo.InvariantCulture), reader.ReadToEnd()));
        }

        return [.. scripts];
    }
}
