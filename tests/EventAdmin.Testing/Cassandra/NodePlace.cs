namespace EventAdmin.Testing.Cassandra;

/// <summary>Where a node stands: its folder, its address, its place in the ring, and the port of its management interface.</summary>
internal sealed record NodePlace(int Number, string Folder, string Address, string Datacenter, string Rack, long Token, int JmxPort);
