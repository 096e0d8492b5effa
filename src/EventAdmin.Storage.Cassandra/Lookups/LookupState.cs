using EventAdmin.Storage.Cassandra.Checkpoints;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>What the look-ups stand at: what they are complete to, and which generation of them is read.</summary>
/// <param name="Generation">The generation, from 1.</param>
/// <param name="Point">Everything up to it is in them.</param>
internal sealed record LookupState(int Generation, LookupPoint Point)
{
    /// <summary>Nothing was handled.</summary>
    public static readonly LookupState Beginning = new(Generation: 1, default);

    private const string GenerationName = "generation";
    private const string Deletions = "/deletions";

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint; null where there is none.</param>
    /// <param name="shard">The shard's name, line and number.</param>
    public static LookupState Of(Checkpoint? checkpoint, string shard) => checkpoint is null
        ? Beginning
        : new LookupState(
            (int)checkpoint.Positions.GetValueOrDefault(GenerationName, 1),
            new LookupPoint(checkpoint.Positions.GetValueOrDefault(shard), checkpoint.Positions.GetValueOrDefault(shard + Deletions)));

    /// <summary>The checkpoint of this state.</summary>
    public Checkpoint ToCheckpoint(int epoch, string shard) => new(epoch, new Dictionary<string, long>(StringComparer.Ordinal)
    {
        [GenerationName] = Generation,
        [shard] = Point.Seq,
        [shard + Deletions] = Point.Deletions,
    });
}
