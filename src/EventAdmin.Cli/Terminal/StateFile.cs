namespace EventAdmin.Cli.Terminal;

/// <summary>Small files in which a verb keeps where it stands.</summary>
internal static class StateFile
{
    private const string Part = ".part";

    /// <summary>Replaces the file in one step: whenever the process or the machine stops, the old or the new one is there whole.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var part = path + Part;
        using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: true);
    }
}
