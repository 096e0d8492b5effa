using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Browser.Tests.Figures;

/// <summary>So many single-event appends a second for a while, to a hundred streams.</summary>
internal static class SteadyAppends
{
    private const int Streams = 100;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    /// <summary>When each event was given to the store, in milliseconds since 1970, in order.</summary>
    public static async Task<List<double>> RunAsync(IEventStorage storage, int perSecond, TimeSpan length, CancellationToken cancellationToken)
    {
        var started = new List<double>();
        var total = (int)(perSecond * length.TotalSeconds);
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Beat, TimeProvider.System);
        while (started.Count < total && await timer.WaitForNextTickAsync(cancellationToken))
        {
            var due = Math.Min(total, (int)(clock.Elapsed.TotalSeconds * perSecond)) - started.Count;
            var appends = new List<Task<AppendOutcome>>();
            for (var i = 0; i < due; i++)
            {
                started.Add((TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds);
                appends.Add(storage.AppendAsync(RequestOf(started.Count), cancellationToken));
            }

            Assert.All(await Task.WhenAll(appends), outcome => Assert.IsType<AppendOutcome.Appended>(outcome));
        }

        return started;
    }

    private static AppendRequest RequestOf(int number) => AppendRequest.To(
        StreamId.Parse(string.Create(CultureInfo.InvariantCulture, $"load-{number % Streams}")),
        ExpectedVersion.Any,
        [
            new NewEvent
            {
                Id = EventId.FromName("load", number.ToString(CultureInfo.InvariantCulture)),
                Type = "Loaded",
                Data = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { number, text = "as long as a usual event of a usual product is, give or take some" })),
                Metadata = new EventMetadata { Actor = "appender" },
            },
        ]);
}
