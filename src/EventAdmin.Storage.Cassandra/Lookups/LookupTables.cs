using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>The tables of the look-ups. Thread-safe.</summary>
internal sealed class LookupTables(StoreTables tables)
{
    /// <summary>The tables of the store.</summary>
    public StoreTables Store { get; } = tables;

    /// <summary>Heads of streams.</summary>
    public HeadTable Heads { get; } = new(tables);

    /// <summary>Counts of categories and types.</summary>
    public CountTable Counts { get; } = new(tables);

    /// <summary>Names of streams.</summary>
    public NameTable Names { get; } = new(tables);

    /// <summary>Streams by change.</summary>
    public ChangeTable Changes { get; } = new(tables);

    /// <summary>Events by their keys.</summary>
    public RunTable Runs { get; } = new(tables);
}
