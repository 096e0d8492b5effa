using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Sqlite.Heads;

/// <summary>What a head file says.</summary>
internal abstract record HeadReading
{
    private HeadReading()
    {
    }

    /// <summary>There is no such file.</summary>
    public sealed record Missing : HeadReading;

    /// <summary>It proves nothing.</summary>
    /// <param name="Reason">Why, in words.</param>
    public sealed record Unreadable(string Reason) : HeadReading;

    /// <summary>Everything in it is whole.</summary>
    public sealed record Whole : HeadReading
    {
        public required BaseRecord Base { get; init; }

        public required IReadOnlyList<HeadRecord> Records { get; init; }

        /// <summary>Where the next record goes.</summary>
        public required long End { get; init; }

        /// <summary>What the next record names as the one before it.</summary>
        public required byte[] Link { get; init; }

        /// <summary>True when what follows the last whole record is a record that was being written.</summary>
        public required bool IsTorn { get; init; }

        /// <summary>The newest position that was acknowledged.</summary>
        public long LastPosition => Records.Count == 0 ? Base.LastPosition : Records[^1].LastPosition;

        /// <summary>Where the streams named since the base record stand.</summary>
        public IReadOnlyDictionary<StreamId, StreamPoint> FindPoints()
        {
            var points = new Dictionary<StreamId, StreamPoint>();
            foreach (var record in Records)
            {
                foreach (var point in record.Streams)
                    points[point.Stream] = point;
            }

            return points;
        }
    }
}
