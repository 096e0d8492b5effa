using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Owning;

namespace EventAdmin.Storage.Tests.Cassandra.Simulation;

/// <summary>Something that a client of the simulation wants, in all its tries.</summary>
internal sealed class SimulatedOp(AppendRequest? append, IReadOnlyCollection<StreamId>? deleted)
{
    public AppendRequest? Append { get; } = append;

    public IReadOnlyCollection<StreamId>? Deleted { get; } = deleted;

    public List<Try> Tries { get; } = [];

    /// <summary>True when one try was answered for good.</summary>
    public bool IsSettled => Tries.Exists(static one => one.Outcome is not null || one.Deleted is not null);

    public sealed class Try(int asked)
    {
        /// <summary>The step at which it was asked.</summary>
        public int Asked { get; } = asked;

        /// <summary>The step at which it was answered; null while it is not.</summary>
        public int? Told { get; set; }

        public AppendOutcome? Outcome { get; set; }

        public int? Deleted { get; set; }

        public required ShardOwner Owner { get; init; }

        public OwnerWork.Append? Append { get; init; }

        public OwnerWork.Delete? Delete { get; init; }
    }
}
