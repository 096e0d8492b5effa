namespace EventAdmin.Storage.Cassandra.Instances;

/// <summary>The other end is no instance of this store, or something between the two altered what they said.</summary>
internal sealed class InstanceRefusedException(string found) : Exception($"The other end is not an instance of this store: {found} came.");
