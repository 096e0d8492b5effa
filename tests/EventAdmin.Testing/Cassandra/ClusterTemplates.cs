using System.Security.Cryptography;
using System.Text;

namespace EventAdmin.Testing.Cassandra;

/// <summary>Data of clusters that were started once, given their schema and stopped in order. A copy of it starts with everything there.</summary>
internal static class ClusterTemplates
{
    // To be changed with anything that makes older templates wrong.
    private const string Form = "1";

    /// <summary>A run whose machine is thrown away afterwards would make each template for nothing, and so would a cluster without a schema.</summary>
    public static bool AreKept(ClusterOptions options) => options.Schema.Count > 0 && Environment.GetEnvironmentVariable("CI") != "true";

    /// <summary>Copies the template's data into the folder, where there is a template.</summary>
    public static bool TryRestore(CassandraDistribution distribution, ClusterOptions options, ClusterSlot slot)
    {
        var template = PathOf(distribution, options, slot);
        if (!AreKept(options) || !Directory.Exists(template))
            return false;
        CopyFolder(template, slot.Folder);
        return true;
    }

    /// <summary>Keeps what stands in the folder, whose nodes must have been stopped.</summary>
    public static void Keep(CassandraDistribution distribution, ClusterOptions options, ClusterSlot slot)
    {
        var template = PathOf(distribution, options, slot);
        var half = template + ".half";
        if (Directory.Exists(half))
            Directory.Delete(half, recursive: true);
        CopyFolder(slot.Folder, half);
        Directory.Move(half, template);
    }

    // The nodes remember their addresses, so a template is good for its own slot, whose lock is held.
    private static string PathOf(CassandraDistribution distribution, ClusterOptions options, ClusterSlot slot)
    {
        var facts = new StringBuilder()
            .AppendLine(Form)
            .AppendLine(Path.GetFullPath(distribution.Home))
            .AppendLine(slot.AddressPrefix)
            .AppendLine(options.Shape.ToString())
            .Append(options.IsEncrypted).Append(options.IsAuthenticated).Append(options.IsDurable).AppendLine();
        foreach (var (key, value) in options.Settings.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            facts.Append(key).Append('=').AppendLine(value);
        facts.AppendJoin('\n', options.Schema);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(facts.ToString())).AsSpan(0, 8));
        return Path.Combine(CassandraDistribution.CacheFolder, "templates", hash);
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from).Where(folder => Path.GetFileName(folder) != "logs"))
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
