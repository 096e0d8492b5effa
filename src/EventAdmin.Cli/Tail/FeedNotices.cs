using EventAdmin.Cli.Terminal;
using EventAdmin.Client;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Cli.Tail;

/// <summary>Tells what happens to the feed's connection, once for each loss, and gives up when it does not come back in time.</summary>
internal sealed class FeedNotices(Screen screen, TimeSpan patience, CancellationTokenSource givingUp) : ILogger<FeedClient>
{
    private bool _isLost;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var isLoss = logLevel >= LogLevel.Warning;
        if (isLoss == _isLost)
            return;
        _isLost = isLoss;
        screen.Tell(isLoss ? "No connection; trying again until it is there. Nothing will be missed." : "Connected again.", Styles.Quiet);
        givingUp.CancelAfter(isLoss ? patience : Timeout.InfiniteTimeSpan);
    }
}
