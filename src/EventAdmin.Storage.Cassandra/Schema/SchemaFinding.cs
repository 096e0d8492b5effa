namespace EventAdmin.Storage.Cassandra.Schema;

/// <summary>How the store's tables were found.</summary>
internal abstract record SchemaFinding
{
    private SchemaFinding()
    {
    }

    /// <summary>There is no such keyspace.</summary>
    public sealed record NoKeyspace : SchemaFinding;

    /// <summary>There is the keyspace and no store in it, or one that was not made to its end.</summary>
    public sealed record NoStore : SchemaFinding;

    /// <summary>The store is of an older schema.</summary>
    public sealed record Older(StoreFacts Store) : SchemaFinding;

    /// <summary>The store is as this program knows it.</summary>
    public sealed record Current(StoreFacts Store) : SchemaFinding;

    /// <summary>The store is of a newer schema, which this program only reads.</summary>
    public sealed record Newer(StoreFacts Store) : SchemaFinding;
}
