using System.Diagnostics;

using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Messages;

/// <summary>What any request may have besides its body.</summary>
internal readonly record struct RequestExtras(bool Trace, IReadOnlyDictionary<string, byte[]>? Payload);

/// <summary>A whole request: header, payload when there is one, body.</summary>
internal static class RequestEnvelope
{
    /// <summary>The length of the whole envelope.</summary>
    public static int GetLength<TRequest>(in TRequest request, CqlProtocolVersion version, in RequestExtras extras)
        where TRequest : IRequest =>
        checked(FrameHeader.Size + PayloadLength(extras.Payload) + request.GetLength(version));

    /// <summary>Writes into <paramref name="destination"/>, which has exactly the length that <see cref="GetLength"/> told.</summary>
    public static void Write<TRequest>(
        Span<byte> destination, in TRequest request, CqlProtocolVersion version, short requestId, in RequestExtras extras)
        where TRequest : IRequest
    {
        var flags = (extras.Trace ? FrameFlags.Tracing : FrameFlags.None) | (extras.Payload is null ? FrameFlags.None : FrameFlags.Payload);
        FrameHeader.Request(version, flags, requestId, request.Opcode, destination.Length - FrameHeader.Size).Write(destination);
        var writer = new CqlWriter(destination[FrameHeader.Size..]);
        WritePayload(ref writer, extras.Payload);
        request.Write(ref writer, version);
        Debug.Assert(writer.Remaining == 0, $"{request.Opcode} is {writer.Remaining} bytes shorter than it said.");
    }

    /// <summary>A whole envelope in an array of its own.</summary>
    public static byte[] ToArray<TRequest>(in TRequest request, CqlProtocolVersion version, short requestId, in RequestExtras extras)
        where TRequest : IRequest
    {
        var envelope = new byte[GetLength(request, version, extras)];
        Write(envelope, request, version, requestId, extras);
        return envelope;
    }

    private static int PayloadLength(IReadOnlyDictionary<string, byte[]>? payload) =>
        payload is null ? 0 : 2 + payload.Sum(static entry => CqlWriter.StringLength(entry.Key) + 4 + entry.Value.Length);

    private static void WritePayload(ref CqlWriter writer, IReadOnlyDictionary<string, byte[]>? payload)
    {
        if (payload is null) return;
        writer.Count(payload.Count);
        foreach (var (key, value) in payload)
        {
            writer.String(key);
            writer.Bytes(value);
        }
    }
}
