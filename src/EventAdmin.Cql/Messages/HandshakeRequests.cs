using System.Text;

using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Messages;

/// <summary>OPTIONS: asks what the node supports; also the heartbeat.</summary>
internal readonly record struct OptionsRequest : IRequest
{
    public Opcode Opcode => Opcode.Options;

    public int GetLength(CqlProtocolVersion version) => 0;

    public void Write(ref CqlWriter writer, CqlProtocolVersion version)
    {
        // OPTIONS has no body.
    }
}

/// <summary>STARTUP: the options of the connection, in the order in which they are given.</summary>
internal readonly record struct StartupRequest(IReadOnlyList<KeyValuePair<string, string>> Options) : IRequest
{
    public Opcode Opcode => Opcode.Startup;

    /// <summary>
    /// The options of this client. The server is asked to answer OVERLOADED rather than to stop reading silently: back-pressure and
    /// retries are the client's.
    /// </summary>
    public static StartupRequest For(CqlCompression compression, string driverVersion)
    {
        var options = new List<KeyValuePair<string, string>>
        {
            new("CQL_VERSION", "3.0.0"),
            new("DRIVER_NAME", "EventAdmin.Cql"),
            new("DRIVER_VERSION", driverVersion),
            new("THROW_ON_OVERLOAD", "1"),
        };
        if (compression == CqlCompression.Lz4) options.Add(new("COMPRESSION", "lz4"));
        return new StartupRequest(options);
    }

    public int GetLength(CqlProtocolVersion version) =>
        2 + Options.Sum(static option => CqlWriter.StringLength(option.Key) + CqlWriter.StringLength(option.Value));

    public void Write(ref CqlWriter writer, CqlProtocolVersion version)
    {
        writer.Count(Options.Count);
        foreach (var (key, value) in Options)
        {
            writer.String(key);
            writer.String(value);
        }
    }
}

/// <summary>AUTH_RESPONSE: a token for the node's authenticator.</summary>
internal readonly record struct AuthResponseRequest(ReadOnlyMemory<byte> Token) : IRequest
{
    public Opcode Opcode => Opcode.AuthResponse;

    /// <summary>The token of SASL PLAIN: 00 user 00 password.</summary>
    public static AuthResponseRequest Plain(string user, string password) => new(Encoding.UTF8.GetBytes($"\0{user}\0{password}"));

    public int GetLength(CqlProtocolVersion version) => 4 + Token.Length;

    public void Write(ref CqlWriter writer, CqlProtocolVersion version) => writer.Bytes(Token.Span);
}

/// <summary>REGISTER: asks for notices.</summary>
internal readonly record struct RegisterRequest(IReadOnlyList<string> Kinds) : IRequest
{
    /// <summary>Every kind of notice that there is.</summary>
    public static RegisterRequest All { get; } = new(["STATUS_CHANGE", "TOPOLOGY_CHANGE", "SCHEMA_CHANGE"]);

    public Opcode Opcode => Opcode.Register;

    public int GetLength(CqlProtocolVersion version) => 2 + Kinds.Sum(CqlWriter.StringLength);

    public void Write(ref CqlWriter writer, CqlProtocolVersion version)
    {
        writer.Count(Kinds.Count);
        foreach (var kind in Kinds)
            writer.String(kind);
    }
}
