using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace EventAdmin.Cli.Tests.Hosting;

/// <summary>
/// What a command printed, kept beside the tests and read by people. With <c>EVENTADMIN_WRITE_GOLDEN=1</c> the files are written anew
/// instead of compared.
/// </summary>
internal static partial class GoldenFile
{
    private const string Folder = "Golden";

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, Folder, name);

    public static async Task CompareAsync(string name, CommandResult result, [CallerFilePath] string caller = "")
    {
        var found = Normalise($"{result.Output}{(result.Errors.Length > 0 ? $"--- errors\n{result.Errors}" : "")}--- exit {result.Code.ToString(System.Globalization.CultureInfo.InvariantCulture)}\n");
        if (Environment.GetEnvironmentVariable("EVENTADMIN_WRITE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(caller)!)!, Folder, name), found);
            return;
        }

        Assert.Equal(await File.ReadAllTextAsync(PathOf(name)), found);
    }

    // What a store assigns by the clock; replaced by something as wide, so that columns stay where they are.
    private static string Normalise(string text)
    {
        text = HumanInstant().Replace(text, "2026-01-01 00:00:00Z");
        text = RecordedFact().Replace(text, match => $"{match.Groups["name"].Value}2026-01-01T00:00:00Z");
        text = RecordedJson().Replace(text, match => $"\"{match.Groups["name"].Value}\":\"2026-01-01T00:00:00Z\"");
        text = Version7().Replace(text, "ffffffff-ffff-7fff-8fff-ffffffffffff");
        text = TimeOfDay().Replace(text, "00:00:00");
        // What a table fills its last column with is not seen.
        return string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()));
    }

    [GeneratedRegex(@"20\d\d-\d\d-\d\d \d\d:\d\d:\d\dZ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HumanInstant();

    [GeneratedRegex(@"(?<name>recorded\s+)20\S+Z *", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RecordedFact();

    [GeneratedRegex("\"(?<name>[a-zA-Z]*[rR]ecordedAt)\":\"[^\"]+\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RecordedJson();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version7();

    [GeneratedRegex(@"^\d\d:\d\d:\d\d", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimeOfDay();
}
