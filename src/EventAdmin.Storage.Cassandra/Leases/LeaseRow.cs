namespace EventAdmin.Storage.Cassandra.Leases;

/// <summary>A lease as it is stored. Its beat rises with every statement, so that an image that was read is the image that is replaced.</summary>
/// <param name="Owner">Who holds it; null when it was given back.</param>
/// <param name="Epoch">Rises with every holder.</param>
/// <param name="Beat">Rises with every statement.</param>
internal sealed record LeaseRow(string? Owner, int Epoch, long Beat);
