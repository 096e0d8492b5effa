namespace EventAdmin.Testing.FakeNode;

/// <summary>What goes wrong with one request.</summary>
public abstract record FakeFault
{
    private FakeFault()
    {
    }

    /// <summary>It is executed and its answer comes after a time.</summary>
    public sealed record Delay(TimeSpan Time) : FakeFault;

    /// <summary>It is executed and its answer comes when the task has ended: after the caller gave up, or after answers to later requests.</summary>
    public sealed record Hold(Task Until) : FakeFault;

    /// <summary>There is never an answer.</summary>
    public sealed record Silence(bool IsExecuted) : FakeFault;

    /// <summary>This is answered, whether it was executed or not.</summary>
    public sealed record Answer(FakeReply Reply, bool IsExecuted = false) : FakeFault;

    /// <summary>The connection is reset.</summary>
    public sealed record Reset(bool IsExecuted) : FakeFault;

    /// <summary>It is executed; half of the answer's bytes are sent, and the connection is closed.</summary>
    public sealed record HalfAnswer : FakeFault;

    /// <summary>It is executed; the checksum of its segment's header is wrong (v5).</summary>
    public sealed record BadHeaderChecksum : FakeFault;

    /// <summary>It is executed; the checksum of its segment's payload is wrong (v5).</summary>
    public sealed record BadPayloadChecksum : FakeFault;

    /// <summary>It is executed, and answered under this request id.</summary>
    public sealed record OtherRequestId(short RequestId) : FakeFault;

    /// <summary>The node has forgotten the prepared statement, as after a restart. In a batch its first one.</summary>
    public sealed record Unprepared : FakeFault;

    /// <summary>It is executed, and its answer is changed: warnings, payload, a trace id.</summary>
    public sealed record Change(Func<FakeReply, FakeReply> To) : FakeFault;

    /// <summary>It is executed, and the notice stands in front of its answer.</summary>
    public sealed record NoticeFirst(FakeReply Notice) : FakeFault;

    /// <summary>It is executed, and these bytes are sent in place of its answer.</summary>
    public sealed record Bytes(byte[] Sent) : FakeFault;
}
