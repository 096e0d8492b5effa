using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Messages;

/// <summary>What stands in front of an answer's body, as its flags say: trace id, warnings, payload, in this order.</summary>
internal readonly record struct ResponsePrefix(
    Guid? TraceId, IReadOnlyList<string> Warnings, IReadOnlyDictionary<string, byte[]?>? Payload)
{
    public static ResponsePrefix Read(ref CqlReader reader, FrameFlags flags) => new(
        flags.Has(FrameFlags.Tracing) ? reader.Uuid() : null,
        flags.Has(FrameFlags.Warning) ? reader.StringList() : [],
        flags.Has(FrameFlags.Payload) ? reader.BytesMap() : null);
}
