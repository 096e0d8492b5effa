using EventAdmin.Client;

namespace EventAdmin.Cli.Terminal;

/// <summary>Says that the server does not answer: once for each reason, not for each try.</summary>
internal sealed class RetryLine(Screen screen)
{
    private string? _told;

    public void Tell(RetryNotice notice)
    {
        if (_told == notice.Reason)
            return;
        _told = notice.Reason;
        screen.Tell($"Trying again: {notice.Reason}.", Styles.Quiet);
    }

    /// <summary>The server answered; a later trouble is told again.</summary>
    public void End() => _told = null;
}
