using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;

namespace EventAdmin.EventSourcing.Tests.Replay;

/// <summary>Merge Patch behind the plain interface, so that blame compares whole states as it does for compiled reducers.</summary>
internal sealed class PlainMergePatch(long failAt = -1) : IReducer
{
    public string Name => "plain";

    public string Version => "1";

    public IReduction Start(ReadOnlyMemory<byte>? stateJson) => new Reduction(MergePatchReducer.Instance.Start(stateJson), failAt);

    private sealed class Reduction(IReduction inner, long failAt) : IReduction
    {
        public ReductionStep Apply(RecordedEvent e) =>
            e.Version.Value == failAt ? throw new InvalidOperationException("failed as told") : inner.Apply(e);

        public ReadOnlyMemory<byte> ToJson() => inner.ToJson();
    }
}
