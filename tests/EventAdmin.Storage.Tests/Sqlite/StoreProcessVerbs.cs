using System.Globalization;
using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.Sqlite;

/// <summary>What a <see cref="StoreProcess"/> does.</summary>
internal static class StoreProcessVerbs
{
    public static async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        switch (words)
        {
            case ["open", var path]:
                return await HoldAsync(path);
            case ["append", var path, var round]:
                return await AppendAsync(path, int.Parse(round, CultureInfo.InvariantCulture));
            case ["append-on-failing-disk", var path, var isCheckpointing]:
                return await FailingDiskVerb.RunAsync(path, bool.Parse(isCheckpointing));
            default:
                Console.WriteLine($"Expected a known verb, found '{string.Join(' ', words)}'.");
                return 2;
        }
    }

    public static SqliteEventStorage Open(string path) => SqliteEventStorage.Open(
        WriterPlan.Options(path), new EventLimits(), TimeProvider.System, NullLogger<SqliteEventStorage>.Instance);

    // Holds the file until its input ends, or says why it can't.
    private static async Task<int> HoldAsync(string path)
    {
        try
        {
            await using var storage = Open(path);
            Console.WriteLine("open");
            await Console.In.ReadToEndAsync();
            return 0;
        }
        catch (StoreUnusableException e)
        {
            Console.WriteLine(e.Message);
            return 1;
        }
    }

    // Appends until it is killed. A line says what is asked before it is asked, another what was told when it was told:
    //   asked <writer> <number>
    //   told <writer> <number> <position of the last event> <first version in each stream, with a comma between>
    private static async Task<int> AppendAsync(string path, int round)
    {
        await using var storage = Open(path);
        await using var output = Console.OpenStandardOutput();
        await Task.WhenAll(Enumerable.Range(0, WriterPlan.Writers).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; ; number++)
            {
                Say(output, $"asked {writer} {number}");
                var outcome = await storage.AppendAsync(WriterPlan.Request(round, writer, number), CancellationToken.None);
                if (outcome is not AppendOutcome.Appended appended)
                    throw new InvalidOperationException($"Expected an append that nobody contends for to be stored, got {outcome}.");
                Say(output, $"told {writer} {number} {appended.Position.ToStore()} {string.Join(',', appended.Streams.Select(stream => stream.First.Value))}");
            }
        })));
        return 0;
    }

    // One write a line: what was told before the kill is in the pipe, whole.
    private static void Say(Stream output, FormattableString line)
    {
        var bytes = Encoding.UTF8.GetBytes(line.ToString(CultureInfo.InvariantCulture) + "\n");
        lock (output)
            output.Write(bytes);
    }
}
