namespace EventAdmin.Web.Composition;

/// <summary>Which kind of store the app runs on.</summary>
internal static class StoreProvider
{
    public const string Key = "Storage:Provider";

    /// <summary>True for a Cassandra cluster, false for the embedded store, which is the default.</summary>
    /// <exception cref="StoreLocationException">It is neither.</exception>
    public static bool IsCassandra(IConfiguration configuration) => configuration[Key] switch
    {
        null or "" => false,
        var name when name.Equals("Sqlite", StringComparison.OrdinalIgnoreCase) => false,
        var name when name.Equals("Cassandra", StringComparison.OrdinalIgnoreCase) => true,
        var name => throw new StoreLocationException($"{Key} is '{name}'; it is Sqlite, the embedded store, or Cassandra."),
    };
}
