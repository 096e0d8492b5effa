namespace EventAdmin.Cli.Terminal;

/// <summary>What the process answers its caller, after <c>sysexits.h</c> where that has a name for it.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Done, and the answer is no: nothing found, the stream is not as expected, the states differ.</summary>
    public const int No = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>The input is wrong, or the server refused it.</summary>
    public const int BadInput = 65;

    /// <summary>The file, stream or event is not there.</summary>
    public const int NoInput = 66;

    /// <summary>The server can't be reached, or is not ready.</summary>
    public const int Unavailable = 69;

    /// <summary>A defect of the command line itself.</summary>
    public const int Defect = 70;

    /// <summary>The output can't be written.</summary>
    public const int CannotWrite = 73;

    /// <summary>It is not known whether the events are stored; the same command with the same ids finds out.</summary>
    public const int Unknown = 74;

    /// <summary>Nothing was stored, or the reading ended too early; the same command again may succeed.</summary>
    public const int TryAgain = 75;

    /// <summary>Something else than an EventAdmin server answered, or one of another version.</summary>
    public const int Protocol = 76;

    /// <summary>The configuration is wrong.</summary>
    public const int Configuration = 78;

    /// <summary>Stopped by Ctrl+C; the same command goes on.</summary>
    public const int Stopped = 130;

    /// <summary>Whoever read the output went away.</summary>
    public const int OutputClosed = 141;
}
