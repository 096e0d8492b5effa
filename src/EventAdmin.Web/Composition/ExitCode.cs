namespace EventAdmin.Web.Composition;

/// <summary>What the process answers its caller, after <c>sysexits.h</c> where that has a name for it.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>A line of the input is wrong; what came before it is stored. Or something in the store is damaged.</summary>
    public const int BadInput = 65;

    /// <summary>The input file is not there or can't be read.</summary>
    public const int NoInput = 66;

    /// <summary>The store can't be used: another process holds it, or it is damaged or of another program. Or the port is taken.</summary>
    public const int Unavailable = 69;

    /// <summary>The output can't be written.</summary>
    public const int CannotWrite = 73;

    /// <summary>The store took no more, being busy or full. The same command again goes on.</summary>
    public const int TryAgain = 75;

    /// <summary>The configuration is refused: a wrong option, or an address that others can reach.</summary>
    public const int Configuration = 78;

    /// <summary>Stopped by Ctrl+C. The same command again goes on.</summary>
    public const int Stopped = 130;
}
