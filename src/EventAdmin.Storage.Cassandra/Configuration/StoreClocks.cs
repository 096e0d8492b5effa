namespace EventAdmin.Storage.Cassandra.Configuration;

/// <summary>The clocks of a store.</summary>
/// <param name="Recorded">Tells the recorded time of events.</param>
/// <param name="Timers">Measures waiting and deadlines; of one kind with the other but in tests whose clock stands still.</param>
public sealed record StoreClocks(TimeProvider Recorded, TimeProvider Timers);
