using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Cassandra.Rows;

/// <summary>The log of a shard is not what was written: a committed frame is missing, does not fit its hash, or can't be decoded.</summary>
public sealed class LogDamagedException(string line, int shard, long number, string damage, Exception? innerException = null)
    : EventStorageException($"The log of shard {shard} of line {line} is damaged at number {number}: {damage}.", innerException)
{
    /// <summary>The line.</summary>
    public string Line { get; } = line;

    /// <summary>The shard.</summary>
    public int Shard { get; } = shard;

    /// <summary>The number, as far as it can be told.</summary>
    public long Number { get; } = number;

    /// <summary>What is wrong.</summary>
    public string Damage { get; } = damage;
}
