namespace EventAdmin.Storage.Cassandra.Checkpoints;

/// <summary>Where a subscription stands: everything up to it was handled.</summary>
/// <param name="Epoch">Of the lease under which it was last moved.</param>
/// <param name="Positions">By name: a shard's number, or whatever else the subscription moves with it.</param>
internal sealed record Checkpoint(int Epoch, IReadOnlyDictionary<string, long> Positions);
