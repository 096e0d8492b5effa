using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Replay;

/// <summary>A snapshot that did not stand for its stream's history and was thrown away; the state was folded from the first event instead.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Reducer">The reducer's name and version.</param>
/// <param name="Version">The version that the snapshot claimed.</param>
/// <param name="Fault">What is wrong with it, in words.</param>
/// <param name="FoundAt">When it was found, in UTC.</param>
public sealed record RejectedSnapshot(StreamId Stream, string Reducer, StreamVersion Version, string Fault, DateTimeOffset FoundAt);
