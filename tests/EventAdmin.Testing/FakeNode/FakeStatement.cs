namespace EventAdmin.Testing.FakeNode;

/// <summary>One run of a statement.</summary>
public sealed record FakeExecution(FakeRequest Request, FakeCqlNode Node, IReadOnlyList<FakeValue> Values, long? TimestampMicros);

/// <summary>A statement that nodes can prepare and run.</summary>
public abstract class FakeStatement
{
    /// <summary>What stands for its question marks, in their order.</summary>
    public virtual IReadOnlyList<FakeColumn> Bound => [];

    /// <summary>Which of <see cref="Bound"/> make the partition key, in the key's order.</summary>
    public virtual IReadOnlyList<int> KeyIndexes => [];

    /// <summary>The columns it always answers with; empty where it answers nothing, or something that depends on the run.</summary>
    public virtual IReadOnlyList<FakeColumn> Answered => [];

    public virtual string Keyspace => "ks";

    public virtual string Table => "t";

    public abstract FakeReply Run(FakeExecution execution);
}

/// <summary>A statement that a test answers as it likes.</summary>
public sealed class ScriptedStatement(
    IReadOnlyList<FakeColumn> bound, IReadOnlyList<int> keyIndexes, IReadOnlyList<FakeColumn> answered, Func<FakeExecution, FakeReply> run) : FakeStatement
{
    public override IReadOnlyList<FakeColumn> Bound => bound;

    public override IReadOnlyList<int> KeyIndexes => keyIndexes;

    public override IReadOnlyList<FakeColumn> Answered => answered;

    public override FakeReply Run(FakeExecution execution) => run(execution);
}

/// <summary>The node says no to a statement.</summary>
public sealed class CqlRefusedException(FakeReply reply) : Exception
{
    public FakeReply Reply { get; } = reply;
}
