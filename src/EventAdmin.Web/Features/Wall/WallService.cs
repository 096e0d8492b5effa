using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using Microsoft.Extensions.Options;

namespace EventAdmin.Web.Features.Wall;

/// <summary>The boards, what screens of them are sent, and what screens say of themselves. Thread-safe.</summary>
public sealed class WallService : IAsyncDisposable
{
    private const int BuildLengthMax = 64;

    private readonly WallReaderParts _parts;
    private readonly WallScreens _screens;
    private readonly ConcurrentDictionary<string, Lazy<WallReader>> _readers = new(StringComparer.Ordinal);
    private readonly int _screensMax;
    private int _screensNow;

    internal WallService(IOptions<WallOptions> options, WallReaderParts parts)
    {
        (_parts, _screens, _screensMax) = (parts, new WallScreens(parts.Clock), options.Value.ScreensMax);
        var configured = options.Value.Boards.Select(board => WallBoard.Of(board.Key, board.Value));
        var all = options.Value.Boards.ContainsKey(WallOptions.MainBoard) ? configured : configured.Prepend(WallBoard.Of(WallOptions.MainBoard, new WallBoardOptions()));
        Boards = [.. all];
    }

    /// <summary>Every board; there is always one called <see cref="WallOptions.MainBoard"/>.</summary>
    public IReadOnlyList<WallBoard> Boards { get; }

    /// <summary>The server's time.</summary>
    public DateTimeOffset Now => _parts.Clock.GetUtcNow();

    /// <summary>The board of a name, or null.</summary>
    public WallBoard? Find(string name) => Boards.FirstOrDefault(board => string.Equals(board.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>How many screens are sent a board now.</summary>
    public int ScreensNow(WallBoard board)
    {
        ArgumentNullException.ThrowIfNull(board);
        return _readers.TryGetValue(board.Name, out var reader) ? reader.Value.Screens : 0;
    }

    /// <summary>The screens that said lately that they show a board.</summary>
    public IReadOnlyList<WallScreen> Reported(WallBoard board)
    {
        ArgumentNullException.ThrowIfNull(board);
        return _screens.Of(board.Name);
    }

    /// <summary>Takes what a screen says of itself; false when it says what can't be.</summary>
    public bool Report(WallReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var isPossible = Find(report.Board) is not null && report.Build.Length <= BuildLengthMax && report.UpSeconds >= 0 && report.Recoveries >= 0
            && report.TilesLeftOut >= 0 && report.Width >= 0 && report.Height >= 0;
        if (isPossible)
            _screens.Note(report);
        return isPossible;
    }

    /// <summary>Lets one more screen in until the answer is disposed; null when as many are served as may be.</summary>
    public IDisposable? TryAdmit()
    {
        if (Interlocked.Increment(ref _screensNow) <= _screensMax)
            return new Admission(this);
        Interlocked.Decrement(ref _screensNow);
        return null;
    }

    /// <summary>What a screen of a board is sent, until it goes by cancelling.</summary>
    public IAsyncEnumerable<SseItem<string>> ReadAsync(WallBoard board, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(board);
        return _readers.GetOrAdd(board.Name, _ => new Lazy<WallReader>(() => new WallReader(board, _parts))).Value.ReadAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var reader in _readers.Values.Where(reader => reader.IsValueCreated))
            await reader.Value.DisposeAsync();
    }

    private sealed class Admission(WallService service) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                Interlocked.Decrement(ref service._screensNow);
        }
    }
}
