using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Sqlite.Writing;

/// <summary>One thing for the writer loop to do. Whoever waits for it is told on another thread, so that the loop never runs a caller's code.</summary>
internal abstract class WriteWork
{
    private WriteWork()
    {
    }

    public sealed class Append(AppendRequest request) : WriteWork
    {
        public AppendRequest Request { get; } = request;

        public long Bytes { get; } = SizeOf(request);

        public TaskCompletionSource<AppendOutcome> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private static long SizeOf(AppendRequest request)
        {
            long bytes = 0;
            foreach (var stream in request.Streams)
            {
                foreach (var e in stream.Events)
                    bytes += AppendRules.SizeOf(e);
            }

            return bytes;
        }
    }

    public sealed class Delete(IReadOnlyCollection<StreamId> streams) : WriteWork
    {
        public IReadOnlyCollection<StreamId> Streams { get; } = streams;

        public TaskCompletionSource<int> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>A statement of its own, in a transaction of its own.</summary>
    public sealed class Change(Action<SqliteDatabase> apply) : WriteWork
    {
        public Action<SqliteDatabase> Apply { get; } = apply;

        public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Something on the writer's connection between two transactions.</summary>
    public sealed class Maintain(Action<SqliteDatabase> apply) : WriteWork
    {
        public Action<SqliteDatabase> Apply { get; } = apply;

        public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>A look at the clock: when nothing was written for a while, the WAL is copied and cut back.</summary>
    public sealed class Tick : WriteWork;
}
