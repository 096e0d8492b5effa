using System.CommandLine;
using EventAdmin.Storage.Cassandra;
using EventAdmin.Web.Composition;

namespace EventAdmin.Web.Commands;

/// <summary><c>store migrate</c>: makes the tables of a store on a cluster, or brings them up to date. The embedded store does so by itself.</summary>
internal static class MigrateVerb
{
    public static Command Create()
    {
        var command = new Command("migrate", "Make the tables of the store on the cluster that the configuration names, or bring them up to date.");
        command.SetAction((_, _) => new StoreVerb(storePath: null).RunAsync(opensCluster: false, async (services, stopping) =>
        {
            if (services.GetService<CassandraEventStorage>() is not { } cluster)
            {
                Console.WriteLine($"The embedded store brings itself up to date when it is opened; {StoreProvider.Key}=Cassandra names a cluster.");
                return ExitCode.Done;
            }

            var (before, after) = await cluster.MigrateAsync(stopping);
            Console.WriteLine(before == after ? $"The store has schema {after}; nothing was to be done." : $"The store went from schema {before} to {after}.");
            return ExitCode.Done;
        }));
        Examples.AddTo(command, "Storage__Provider=Cassandra Storage__Cassandra__ContactPoints=10.0.0.1,10.0.0.2 Storage__Cassandra__LocalDatacenter=dc1 EventAdmin.Web store migrate");
        return command;
    }
}
