using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>
/// What the owner of a shard does for whoever asks, on this instance or on another. What is asked and answered carries nothing of the caller;
/// a cancelled caller stops waiting, and what the owner has taken goes on. Thread-safe.
/// </summary>
internal interface IShardOwner
{
    /// <summary>Stores an append, or says why not.</summary>
    Task<OwnerAnswer<AppendOutcome>> AppendAsync(OwnerAppend append, CancellationToken cancellationToken);

    /// <summary>Empties streams; answers how many of them had events.</summary>
    Task<OwnerAnswer<int>> DeleteAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken);

    /// <summary>Says what became of an append: what it is answered with when it is stored, or null when it is not.</summary>
    Task<OwnerAnswer<AppendOutcome?>> AskAsync(OwnerAppend append, CancellationToken cancellationToken);
}

/// <summary>An append as it comes to the owner: large data are in chunks already.</summary>
/// <param name="Request">The append; the data of an event in chunks are their SHA-256.</param>
/// <param name="Chunked">The events whose data are in chunks, with the bytes of these.</param>
internal sealed record OwnerAppend(AppendRequest Request, IReadOnlyDictionary<EventId, int> Chunked)
{
    private static readonly Dictionary<EventId, int> None = [];

    /// <summary>Cancelled when nobody waits for it any more who could be told: what is in no group yet is dropped then.</summary>
    public CancellationToken Abandoned { get; init; }

    /// <summary>An append without chunks.</summary>
    public static OwnerAppend Of(AppendRequest request) => new(request, None);
}

/// <summary>What an owner answered.</summary>
internal abstract record OwnerAnswer<T>
{
    private OwnerAnswer()
    {
    }

    /// <summary>The answer.</summary>
    public sealed record Told(T Value) : OwnerAnswer<T>;

    /// <summary>It may or may not have been done: ask the next owner with the same append id.</summary>
    public sealed record AskAgain(string Reason) : OwnerAnswer<T>;

    /// <summary>Nothing was done: this instance does not own the shard, or has no room.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Owner">Who owns it, as far as is known.</param>
    /// <param name="Address">Where that instance is reached.</param>
    public sealed record NotTaken(string Reason, Guid? Owner, string? Address) : OwnerAnswer<T>;
}
