namespace EventAdmin.Testing.FakeNode;

/// <summary>
/// The tables of the fake cluster. All nodes share them, and one statement or batch is done at a time: a condition is judged and what hangs on it is
/// written in one step, as Paxos promises.
/// </summary>
internal sealed class FakeStore(TimeProvider time)
{
    // Guards the rows of every table.
    private readonly Lock _guardsRows = new();

    public T Read<T>(Func<T> read)
    {
        lock (_guardsRows)
            return read();
    }

    public FakeReply RunBatch(IReadOnlyList<(TableStatement Statement, FakeExecution Execution)> entries)
    {
        lock (_guardsRows)
        {
            var conditional = entries.Where(entry => entry.Statement.IsConditional).ToList();
            var refused = conditional.Find(entry => !entry.Statement.IsMet(entry.Execution));
            if (refused.Statement is null)
            {
                foreach (var (statement, execution) in entries)
                    statement.Write(execution, execution.TimestampMicros ?? time.GetUtcNow().ToUnixTimeMilliseconds() * 1000);
            }

            if (conditional.Count == 0)
                return FakeReply.Void;
            var (decided, by) = refused.Statement is null ? conditional[0] : refused;
            return decided.Decide(isApplied: refused.Statement is null, by, isBatch: entries.Count > 1);
        }
    }
}
