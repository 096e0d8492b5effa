using EventAdmin.Benchmarks.Stores;

// dotnet run -c Release --project tests/EventAdmin.Benchmarks -- append|append-one|read [rounds]
var rounds = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 5;
switch (args.FirstOrDefault())
{
    case "append":
        await AppendBenchmark.RunConcurrentAsync(rounds);
        break;
    case "append-one":
        await AppendBenchmark.RunAloneAsync(rounds);
        break;
    case "read":
        await ReadBenchmark.RunAsync(rounds);
        break;
    default:
        Console.WriteLine("append      64 writers against bare inserts in groups of the same size");
        Console.WriteLine("append-one  one writer against a bare insert with its flush");
        Console.WriteLine("read        one stream of a million events against a bare SELECT");
        return 1;
}

return 0;
