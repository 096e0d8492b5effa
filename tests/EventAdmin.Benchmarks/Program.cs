using System.Globalization;
using EventAdmin.Benchmarks.Measuring;
using EventAdmin.Benchmarks.Replay;
using EventAdmin.Benchmarks.Stores;

// dotnet run -c Release --project tests/EventAdmin.Benchmarks -- append|lone|read|fold [rounds]
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
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
    case "fold":
        Machine.Describe();
        FoldBenchmark.Run(rounds);
        break;
    default:
        Console.WriteLine("append  64 writers against bare inserts in groups of the same size");
        Console.WriteLine("lone    one writer against a bare insert with its flush");
        Console.WriteLine("read    one stream of a million events against a bare SELECT");
        Console.WriteLine("fold    a JSON Merge Patch fold against a bare parse of the same JSON");
        return 1;
}

return 0;
