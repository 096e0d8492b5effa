using System.CommandLine;
using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Configuration;
using EventAdmin.Storage.Sqlite.Maintenance;
using EventAdmin.Storage.Sqlite.Verification;
using EventAdmin.Web.Composition;
using Microsoft.Extensions.Options;

namespace EventAdmin.Web.Commands;

/// <summary><c>store verify | backup | restore | accept-loss | lift | migrate</c>: what an operator does to a stopped store.</summary>
internal static class StoreVerbs
{
    private const int DamagedNamedMax = 50;

    public static Command Create(Option<string?> store) => new("store", "Verify, back up and restore a stopped store, and decide what becomes of a damaged one; make the tables of one on a cluster.")
    {
        CreateVerify(store),
        CreateBackup(store),
        CreateRestore(store),
        CreateAcceptLoss(store),
        CreateLift(store),
        MigrateVerb.Create(),
    };

    private static Command CreateVerify(Option<string?> store)
    {
        var deep = new Option<bool>("--deep") { Description = "Check every page and index too; takes several times as long." };
        var command = new Command("verify", "Hold every event against its hash, and the whole against the head file. Damaged streams are named and set apart.") { deep };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(store), (stopped, stopping) =>
        {
            var progress = Progress();
            var report = stopped.Verify(parsed.GetValue(deep), progress, stopping);
            progress.End();
            return Task.FromResult(Tell(report, Text($"{report.Events} events in {report.Streams} streams fit their hashes; the store is sound.")));
        }));
        Examples.AddTo(command, "EventAdmin.Web store verify", "EventAdmin.Web store verify --deep --store /srv/orders.db");
        return command;
    }

    private static Command CreateBackup(Option<string?> store)
    {
        var file = new Argument<string>("FILE") { Description = "The file to make; it must not be there yet." };
        var command = new Command("backup", "Copy the store into one file, and verify the copy.") { file };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(store), (stopped, stopping) =>
        {
            var progress = Progress();
            var report = stopped.BackUp(parsed.GetRequiredValue(file), progress, stopping);
            progress.End();
            return Task.FromResult(Tell(report, Text($"{report.Events} events copied to '{parsed.GetRequiredValue(file)}' and verified.")));
        }));
        Examples.AddTo(command, "EventAdmin.Web store backup /backups/orders-2026-11-25.db");
        return command;
    }

    private static Command CreateRestore(Option<string?> store)
    {
        var file = new Argument<string>("FILE") { Description = "A file that 'store backup' made." };
        var command = new Command("restore", "Put a backup in the store's place, after it was verified. The files that were there are kept.") { file };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(store), (stopped, stopping) =>
        {
            var progress = Progress();
            var (report, replaced) = stopped.Restore(parsed.GetRequiredValue(file), progress, stopping);
            progress.End();
            return Task.FromResult(Tell(report, Text($"{report.Events} events restored. What was there is kept as '{replaced}'.")));
        }));
        Examples.AddTo(command, "EventAdmin.Web store restore /backups/orders-2026-11-25.db");
        return command;
    }

    private static Command CreateAcceptLoss(Option<string?> store)
    {
        var (by, reason) = (By(), Reason());
        var command = new Command("accept-loss", "Take the database as it is for the truth, when there is no backup to restore. An event says who did so and why.") { by, reason };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(store), async (stopped, stopping) =>
        {
            var accepted = await stopped.AcceptLossAsync(parsed.GetRequiredValue(by), parsed.GetRequiredValue(reason), stopping);
            Console.WriteLine(accepted is null ? "Nothing is missing; nothing was done." : $"Accepted: {accepted} The store takes appends again.");
            return ExitCode.Done;
        }));
        Examples.AddTo(command, "EventAdmin.Web store accept-loss --by kim --reason \"disk of host 7 died, no backup of that day\"");
        return command;
    }

    private static Command CreateLift(Option<string?> store)
    {
        var stream = new Argument<string>("STREAM") { Description = "The stream." };
        var (by, reason) = (By(), Reason());
        var command = new Command("lift", "Let a stream that was set apart take appends again, once all of it fits its hashes.") { stream, by, reason };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(store), async (stopped, stopping) =>
        {
            if (!StreamId.TryParse(parsed.GetRequiredValue(stream), out var named))
                return await RefuseAsync($"'{parsed.GetRequiredValue(stream)}' is no stream id.", ExitCode.Usage);
            var wrong = await stopped.LiftAsync(named, parsed.GetRequiredValue(by), parsed.GetRequiredValue(reason), stopping);
            if (wrong is not null)
                return await RefuseAsync(wrong, ExitCode.BadInput);
            Console.WriteLine($"Stream {named} takes appends again.");
            return ExitCode.Done;
        }));
        Examples.AddTo(command, "EventAdmin.Web store lift order-4711 --by kim --reason \"row restored from the backup\"");
        return command;
    }

    private static Option<string> By() => new("--by") { Description = "Who decides so.", HelpName = "NAME", Required = true };

    private static Option<string> Reason() => new("--reason") { Description = "Why.", HelpName = "TEXT", Required = true };

    private static Task<int> RunAsync(string? storePath, Func<StoppedStore, CancellationToken, Task<int>> act) =>
        new StoreVerb(storePath).RunAsync(opensCluster: false, async (services, stopping) =>
        {
            if (StoreProvider.IsCassandra(services.GetRequiredService<IConfiguration>()))
                return await RefuseAsync($"This verb is for the embedded store, and {StoreProvider.Key} is Cassandra.", ExitCode.Usage);
            try
            {
                using var stopped = StoppedStore.Take(
                    services.GetRequiredService<IOptions<SqliteStorageOptions>>().Value, services.GetRequiredService<TimeProvider>());
                return await act(stopped, stopping);
            }
            catch (StoreUnusableException e)
            {
                return await RefuseAsync(e.Message, ExitCode.Unavailable);
            }
            catch (FileNotFoundException e)
            {
                return await RefuseAsync(e.Message, ExitCode.NoInput);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return await RefuseAsync(e.Message, ExitCode.CannotWrite);
            }
        });

    private static async Task<int> RefuseAsync(string sentence, int code)
    {
        await Console.Error.WriteLineAsync(sentence);
        return code;
    }

    private static int Tell(VerificationReport report, string whenSound)
    {
        if (report.IsSound)
        {
            Console.WriteLine(whenSound);
            return ExitCode.Done;
        }

        foreach (var problem in report.Problems)
            Console.WriteLine(problem);
        foreach (var damaged in report.Damaged.Take(DamagedNamedMax))
            Console.WriteLine($"Stream {damaged.Stream} is damaged from {damaged.Version} on: {damaged.Damage}.");
        if (report.Damaged.Count > DamagedNamedMax)
            Console.WriteLine(Text($"{report.Damaged.Count - DamagedNamedMax} more streams are damaged."));
        return ExitCode.BadInput;
    }

    private static ProgressLine<VerificationProgress> Progress() => new(at => Text(
        $"{at.Events} of {at.Of} events verified, {at.Bytes / 1024 / 1024} MiB"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
