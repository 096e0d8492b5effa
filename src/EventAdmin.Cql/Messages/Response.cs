using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Messages;

/// <summary>
/// An answer, parsed. A write's answer and the head of rows allocate nothing; what the other kinds carry is behind the member that is
/// named after the kind, which throws on every other kind.
/// </summary>
internal readonly struct Response
{
    private readonly object? _content;

    private Response(Opcode opcode, ResultKind result, in ResponsePrefix prefix, in RowsResult rows, object? content)
    {
        Opcode = opcode;
        Result = result;
        Prefix = prefix;
        Rows = rows;
        _content = content;
    }

    public Opcode Opcode { get; }

    /// <summary>Which RESULT; <see cref="ResultKind.None"/> for every other opcode.</summary>
    public ResultKind Result { get; }

    public ResponsePrefix Prefix { get; }

    /// <summary>The head of a RESULT of rows; default for every other kind.</summary>
    public RowsResult Rows { get; }

    public CqlServerError Error => Content<CqlServerError>();

    public PreparedResult Prepared => Content<PreparedResult>();

    public SchemaChange SchemaChange => Content<SchemaChange>();

    public Notice Notice => Content<Notice>();

    /// <summary>SUPPORTED: what the node offers, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Supported => Content<IReadOnlyDictionary<string, IReadOnlyList<string>>>();

    /// <summary>AUTHENTICATE: the class of the node's authenticator; RESULT set_keyspace: the keyspace.</summary>
    public string Name => Content<string>();

    /// <summary>AUTH_CHALLENGE and AUTH_SUCCESS: the token, null when there is none.</summary>
    public byte[]? Token => Opcode is Opcode.AuthChallenge or Opcode.AuthSuccess
        ? (byte[]?)_content
        : throw new CqlProtocolException($"{Opcode} came where an answer to a token was expected.");

    /// <summary>Parses a body. The version is the header's own, so that a refusal in another version can be read too.</summary>
    /// <exception cref="CqlProtocolException">The body is not what the header says, or the opcode is no answer's.</exception>
    public static Response Read(in FrameHeader header, ReadOnlySpan<byte> body)
    {
        var reader = new CqlReader(body);
        var version = header.Version >= (int)CqlProtocolVersion.V5 ? CqlProtocolVersion.V5 : CqlProtocolVersion.V4;
        var prefix = ResponsePrefix.Read(ref reader, header.Flags);
        if (header.Opcode == Opcode.Result) return ReadResult(ref reader, prefix, version);
        object? content = header.Opcode switch
        {
            Opcode.Error => ServerErrors.Read(ref reader, version),
            Opcode.Ready => null,
            Opcode.Authenticate => reader.String(),
            Opcode.Supported => reader.StringMultimap(),
            Opcode.Notice => Notice.Read(ref reader),
            Opcode.AuthChallenge or Opcode.AuthSuccess => reader.Bytes(),
            _ => throw new CqlProtocolException($"An answer of opcode 0x{(byte)header.Opcode:x2}."),
        };
        return new Response(header.Opcode, ResultKind.None, prefix, default, content);
    }

    private static Response ReadResult(ref CqlReader reader, in ResponsePrefix prefix, CqlProtocolVersion version)
    {
        var kind = (ResultKind)reader.Int32();
        if (kind == ResultKind.Rows) return new Response(Opcode.Result, kind, prefix, RowsResult.Read(ref reader, version), null);
        object? content = kind switch
        {
            ResultKind.Void => null,
            ResultKind.SetKeyspace => reader.String(),
            ResultKind.Prepared => PreparedResult.Read(ref reader, version),
            ResultKind.SchemaChange => SchemaChange.Read(ref reader),
            _ => throw new CqlProtocolException($"A result of kind {(int)kind}."),
        };
        return new Response(Opcode.Result, kind, prefix, default, content);
    }

    private T Content<T>()
        where T : class =>
        _content as T ?? throw new CqlProtocolException($"{Opcode} {Result} came where {typeof(T).Name} was expected.");
}
