namespace EventAdmin.Benchmarks;

/// <summary>What there is to measure.</summary>
internal static class Usage
{
    public static void Print()
    {
        Console.WriteLine("append  64 writers against bare inserts in groups of the same size");
        Console.WriteLine("lone    one writer against a bare insert with its flush");
        Console.WriteLine("read    one stream of a million events against a bare SELECT");
        Console.WriteLine("verify  the full verification of a million events, or of the store PATH behind the rounds, against reading and hashing the file");
        Console.WriteLine("ready   from opening a store of a million events, or the store PATH behind the rounds, to its first append");
        Console.WriteLine("queries each kind of query on the store PATH and on a smaller one, OTHER, both made by seed; 200 times each or as often as asked");
        Console.WriteLine("seed    makes the store PATH with 10 million events in a million streams and 10 million in one; another number behind the path makes as many");
        Console.WriteLine("api     64 connections that append over HTTP against the engine's own appends");
        Console.WriteLine("hub     200 clients of the hub at 500 events a second; the number is seconds, 60 without it");
        Console.WriteLine("fold    a JSON Merge Patch fold against a bare parse of the same JSON");
        Console.WriteLine("lists   streams by prefix, category and change on one node of Cassandra; the number is thousands of streams, 100 without it");
        Console.WriteLine("cql     the CQL client against a node with canned answers in another process; after the rounds Write, ReadOne, ReadPage or Claim for that alone");
        Console.WriteLine("cassandra  64 writers and one through a shard's owner against bare conditional batches, on a real node; after the rounds 3 for three nodes");
    }
}
