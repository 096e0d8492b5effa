namespace EventAdmin.Storage.Cassandra.Configuration;

/// <summary>What an instance does about the store's tables when it starts.</summary>
public enum SchemaMode
{
    /// <summary>They must be there: where they are missing or older, the store is not ready and says so.</summary>
    Require,

    /// <summary>They are made, and brought up to date. For development; elsewhere the server's verb <c>store migrate</c> does it.</summary>
    Migrate,
}
