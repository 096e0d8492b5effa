using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>One thing for the owner's loop to do. Whoever waits is told on another thread.</summary>
internal abstract class OwnerWork
{
    private OwnerWork()
    {
    }

    /// <summary>Says that it was not finished: the next owner knows.</summary>
    public abstract void Drop(string reason);

    /// <summary>Something with an answer.</summary>
    public abstract class Asked<T> : OwnerWork
    {
        private readonly TaskCompletionSource<OwnerAnswer<T>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<OwnerAnswer<T>> Answer => _answer.Task;

        public void Tell(T value) => _answer.TrySetResult(new OwnerAnswer<T>.Told(value));

        public override void Drop(string reason) => _answer.TrySetResult(new OwnerAnswer<T>.AskAgain(reason));
    }

    public sealed class Append(OwnerAppend append) : Asked<AppendOutcome>
    {
        public OwnerAppend Asked { get; } = append;

        public AppendRequest Request => Asked.Request;

        /// <summary>True when nobody is left who could be told.</summary>
        public bool IsAbandoned => Asked.Abandoned.IsCancellationRequested;

        public long Bytes { get; } = append.Request.Streams.Sum(static stream => stream.Events.Sum(AppendRules.SizeOf));
    }

    public sealed class Delete(IReadOnlyCollection<StreamId> streams) : Asked<int>
    {
        public IReadOnlyCollection<StreamId> Streams { get; } = streams;
    }

    public sealed class Question(OwnerAppend append) : Asked<AppendOutcome?>
    {
        public AppendRequest Request { get; } = append.Request;
    }

    /// <summary>Time to show that the owner is there.</summary>
    public sealed class Beat : OwnerWork
    {
        public override void Drop(string reason)
        {
            // Nobody waits for it.
        }
    }
}
