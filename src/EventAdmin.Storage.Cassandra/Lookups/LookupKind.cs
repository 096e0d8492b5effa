namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>What rows are found by.</summary>
internal enum LookupKind : sbyte
{
    /// <summary>Events by their type.</summary>
    Type = 1,

    /// <summary>Events by correlation id.</summary>
    Correlation = 2,

    /// <summary>Events by causation id.</summary>
    Causation = 3,

    /// <summary>Events by append id.</summary>
    Append = 4,

    /// <summary>Streams of a category by their newest change.</summary>
    Change = 5,
}
