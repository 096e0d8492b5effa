using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Sqlite.Heads;

/// <summary>Where a stream's history stood: its newest version, and the hash up to it.</summary>
internal readonly record struct StreamPoint(StreamId Stream, long Version, HistoryHash History);
