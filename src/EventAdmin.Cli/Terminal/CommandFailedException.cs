namespace EventAdmin.Cli.Terminal;

/// <summary>A verb can't go on: its sentence says what failed and what to do.</summary>
internal sealed class CommandFailedException(int code, string sentence, Exception? innerException = null) : Exception(sentence, innerException)
{
    /// <summary>One of <see cref="ExitCode"/>.</summary>
    public int Code { get; } = code;
}
