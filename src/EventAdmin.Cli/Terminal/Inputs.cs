namespace EventAdmin.Cli.Terminal;

/// <summary>Files that are read, or the standard input.</summary>
internal static class Inputs
{
    /// <summary>What names the standard input or output.</summary>
    public const string Standard = "-";

    public static Stream Open(Screen screen, string file)
    {
        try
        {
            return file == Standard ? screen.OpenInput() : File.OpenRead(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.NoInput, $"'{file}' can't be read: {e.Message}", e);
        }
    }

    public static async Task<string> ReadTextAsync(Screen screen, string file, CancellationToken cancellationToken)
    {
        await using var input = Open(screen, file);
        using var reader = new StreamReader(input);
        // A terminal's own reads can't be cancelled; what is abandoned ends with the process.
        return await reader.ReadToEndAsync(CancellationToken.None).WaitAsync(cancellationToken);
    }
}
