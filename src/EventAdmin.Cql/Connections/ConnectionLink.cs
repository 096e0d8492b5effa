using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Connections;

/// <summary>A transport that has been through STARTUP, ready to carry requests.</summary>
internal sealed record ConnectionLink
{
    public required ConnectionTarget Target { get; init; }

    /// <summary>The socket, with TLS on top where that is asked for.</summary>
    public required Stream Transport { get; init; }

    /// <summary>Has read the handshake and may hold what came behind it.</summary>
    public required FrameDecoder Input { get; init; }

    public required CqlProtocolVersion Version { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Supported { get; init; }
}
