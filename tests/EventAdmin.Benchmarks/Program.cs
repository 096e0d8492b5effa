using System.Globalization;
using EventAdmin.Benchmarks.Clients;
using EventAdmin.Benchmarks.Measuring;
using EventAdmin.Benchmarks.Replay;
using EventAdmin.Benchmarks.Stores;
using EventAdmin.Benchmarks.Wire;

// dotnet run -c Release --project tests/EventAdmin.Benchmarks -- append|lone|read|fold|api|hub|cql [rounds], or seed PATH [events]
var rounds = args.Length > 1 && int.TryParse(args[1], CultureInfo.InvariantCulture, out var asked) ? asked : 5;
switch (args.FirstOrDefault())
{
    case "append":
        Machine.Describe();
        await AppendBenchmark.RunConcurrentAsync(rounds);
        break;
    case "lone":
        Machine.Describe();
        await AppendBenchmark.RunAloneAsync(rounds);
        break;
    case "read":
        Machine.Describe();
        await ReadBenchmark.RunAsync(rounds);
        break;
    case "seed" when args.Length > 1:
        Machine.Describe();
        await LargeStore.SeedAsync(args[1], args.Length > 2 ? long.Parse(args[2], CultureInfo.InvariantCulture) : 10_000_000);
        break;
    case "fold":
        Machine.Describe();
        FoldBenchmark.Run(rounds);
        break;
    case "api":
        Machine.Describe();
        await ApiAppendBenchmark.RunAsync(rounds);
        break;
    case "hub":
        Machine.Describe();
        await HubBenchmark.RunAsync(args.Length > 1 ? rounds : 60);
        break;
    case "cql":
        Machine.Describe();
        return await ClientBenchmark.RunAsync(rounds, args.Length > 2 ? Enum.Parse<Work>(args[2]) : null) ? 0 : 2;
    case ChildNode.Verb:
        return ChildNode.Serve();
    default:
        Console.WriteLine("append  64 writers against bare inserts in groups of the same size");
        Console.WriteLine("lone    one writer against a bare insert with its flush");
        Console.WriteLine("read    one stream of a million events against a bare SELECT");
        Console.WriteLine("seed    makes the store PATH with 10 million events in a million streams and 10 million in one; another number behind the path makes as many");
        Console.WriteLine("api     64 connections that append over HTTP against the engine's own appends");
        Console.WriteLine("hub     200 clients of the hub at 500 events a second; the number is seconds, 60 without it");
        Console.WriteLine("fold    a JSON Merge Patch fold against a bare parse of the same JSON");
        Console.WriteLine("cql     the CQL client against a node with canned answers in another process; after the rounds Write, ReadOne, ReadPage or Claim for that alone");
        return 1;
}

return 0;
