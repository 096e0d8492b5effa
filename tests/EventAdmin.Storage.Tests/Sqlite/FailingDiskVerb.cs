using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.Sqlite;

/// <summary>
/// Appends of which the first meets a failing disk while the second waits behind it. Says <c>ready</c> when both wait, goes on after a line
/// of input and prints what each was told; after another line, what a repeat of the first is told.
/// </summary>
internal static class FailingDiskVerb
{
    /// <summary>The append of a name.</summary>
    public static AppendRequest Request(string name) => AppendRequest.To(
        StreamId.Parse("cart-" + name),
        ExpectedVersion.NoStream,
        new NewEvent { Id = EventId.FromName("failing-disk", name), Type = "Added", Data = "{}"u8.ToArray() });

    public static async Task<int> RunAsync(string path, bool isCheckpointing)
    {
        await using var storage = Open(path, isCheckpointing);
        await storage.AppendAsync(Request("before"), CancellationToken.None);
        using var started = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var held = storage.MaintainAsync(
            _ =>
            {
                started.Set();
                release.Wait();
            },
            CancellationToken.None);
        started.Wait();
        var first = storage.AppendAsync(Request("first"), CancellationToken.None);
        var second = storage.AppendAsync(Request("second"), CancellationToken.None);
        Console.WriteLine("ready");
        Console.ReadLine();
        release.Set();
        await held;
        Console.WriteLine(Spell(await first));
        Console.WriteLine(Spell(await second));
        Console.ReadLine();
        Console.WriteLine(Spell(await storage.AppendAsync(Request("first"), CancellationToken.None)));
        Console.WriteLine($"reopened {storage.Statistics.Reopened}");
        return 0;
    }

    // Each append is a group of its own; where checkpoints are wanted, there is one after each.
    private static SqliteEventStorage Open(string path, bool isCheckpointing)
    {
        var options = WriterPlan.Options(path);
        options.GroupAppendsMax = 1;
        options.ReserveBytes = 0;
        if (isCheckpointing)
            options.CheckpointBytes = options.TruncateBytes = 1;
        return SqliteEventStorage.Open(options, new EventLimits(), TimeProvider.System, NullLogger<SqliteEventStorage>.Instance);
    }

    private static string Spell(AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.Appended { IsRepeat: true } => "repeat",
        AppendOutcome.Appended => "appended",
        AppendOutcome.Unknown => "unknown",
        AppendOutcome.Refused refused => $"refused {refused.Reason}",
        _ => outcome.ToString(),
    };
}
