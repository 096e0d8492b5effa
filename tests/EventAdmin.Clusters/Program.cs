using System.CommandLine;
using EventAdmin.Clusters;

return await new RootCommand("Runs clusters of Apache Cassandra, or of fake nodes, on this machine, with the harness that the tests use.")
{
    ClusterVerbs.Start(),
    ClusterVerbs.Run(),
    ClusterVerbs.Stop(),
    ClusterVerbs.Status(),
    ClusterVerbs.Nodetool(),
    FakeVerb.Create(),
}.Parse(args).InvokeAsync();
