using System.Globalization;
using EventAdmin.Benchmarks;
using EventAdmin.Benchmarks.Clients;
using EventAdmin.Benchmarks.Clusters;
using EventAdmin.Benchmarks.Measuring;
using EventAdmin.Benchmarks.Replay;
using EventAdmin.Benchmarks.Stores;
using EventAdmin.Benchmarks.Wire;
using EventAdmin.Testing.Cassandra;

// dotnet run -c Release --project tests/EventAdmin.Benchmarks -- append|lone|read|verify|ready|fold|api|hub|cql|cassandra|lists [rounds], or seed, or queries
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
    case "verify":
        Machine.Describe();
        await VerifyBenchmark.RunAsync(rounds, PathAfterRounds());
        break;
    case "ready":
        Machine.Describe();
        await ReadyBenchmark.RunAsync(rounds, PathAfterRounds());
        break;
    case "queries" when args.Length > 2:
        Machine.Describe();
        return await QueryBenchmark.RunAsync(args[1], args[2], args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 200) ? 0 : 2;
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
    case "cassandra":
        Machine.Describe();
        await OwnerBenchmark.RunAsync(rounds, args.Length > 2 && ClusterShape.TryParse(args[2], out var shape) ? shape : ClusterShape.OneNode);
        break;
    case "lists":
        await StreamListBenchmark.RunAsync(args.Length > 1 ? rounds : 100);
        break;
    case ChildNode.Verb:
        return ChildNode.Serve();
    default:
        Usage.Print();
        return 1;
}

return 0;

string? PathAfterRounds() => args.Length > 2 ? args[2] : null;
