using System.Text;
using System.Text.Json;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay.Trees;

namespace EventAdmin.EventSourcing.Replay;

/// <summary>
/// Folds any stream with no code: each event's data is a JSON Merge Patch (RFC 7396) of the state. Tokens are kept byte for byte, numbers
/// among them. Data that is JSON but no object counts as the object <c>{ "type of the event": data }</c>, so that it never wipes the state;
/// data that is not JSON, or deeper than 128, is passed over and counted. Of members with one name the last counts.
/// </summary>
public sealed class MergePatchReducer : IReducer
{
    /// <summary>The only one that is needed.</summary>
    public static readonly MergePatchReducer Instance = new();

    /// <inheritdoc/>
    public string Name => "merge-patch";

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public IReduction Start(ReadOnlyMemory<byte>? stateJson)
    {
        if (stateJson is not { } json)
            return new Reduction(new StateObject());
        return StateParser.Parse(json.Span) is StateObject state
            ? new Reduction(state)
            : throw new JsonException("Expected a state that is a JSON object.");
    }

    private sealed class Reduction(StateObject state) : IReduction, IStampedReduction
    {
        private readonly PatchScan _scan = new();

        public StateNode Root => state;

        public int LastChanges { get; private set; }

        public ReductionStep Apply(RecordedEvent e)
        {
            var json = e.Data.Span;
            var version = e.Version.Value;
            switch (_scan.Scan(json))
            {
                case PatchShape.Plain:
                    LastChanges = MergePatch.MergePlain(state, json, version);
                    return ReductionStep.Folded;
                case PatchShape.Tangled:
                    LastChanges = MergePatch.MergeWhole(state, (StateObject)StateParser.Parse(json, version), version);
                    return ReductionStep.Folded;
                case PatchShape.Value when StateParser.Parse(json, version) is var value && !IsTooDeepAsMember(value):
                    LastChanges = MergePatch.MergeMember(state, Encoding.UTF8.GetBytes(e.Type), value, version);
                    return ReductionStep.Folded;
                default:
                    LastChanges = 0;
                    return ReductionStep.Unreadable;
            }
        }

        public ReadOnlyMemory<byte> ToJson() => StateText.Write(state);

        // Put under its type's name, data is one level deeper, and the state must stay readable.
        private static bool IsTooDeepAsMember(StateNode value) => value is StateArray && StateParser.DepthOf(value) >= StateParser.DepthMax;
    }
}
