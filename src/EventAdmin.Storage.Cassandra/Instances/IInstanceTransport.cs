namespace EventAdmin.Storage.Cassandra.Instances;

/// <summary>Opens a stream of bytes each way to another instance.</summary>
internal interface IInstanceTransport
{
    /// <summary>Connects.</summary>
    /// <exception cref="IOException">Nobody answers there.</exception>
    Task<InstanceStreams> ConnectAsync(Uri address, CancellationToken cancellationToken);
}

/// <summary>A stream of bytes each way.</summary>
/// <param name="Input">From the other instance.</param>
/// <param name="Output">To it.</param>
/// <param name="Close">Ends both.</param>
internal sealed record InstanceStreams(Stream Input, Stream Output, Action Close);
