using System.Buffers.Binary;
using System.Net;

namespace EventAdmin.Testing.FakeNode;

/// <summary>An answer, or a notice; its body is made for the request that it answers.</summary>
public sealed record FakeReply(FakeOpcode Opcode, Func<FakeRequest, byte[]> Body)
{
    private const short NoRequest = -1;

    public Guid? TraceId { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public IReadOnlyDictionary<string, byte[]> Payload { get; init; } = new Dictionary<string, byte[]>();

    public static FakeReply Ready { get; } = Of(FakeOpcode.Ready, new WireWriter());

    public static FakeReply Void { get; } = Of(FakeOpcode.Result, new WireWriter().Int(1));

    public static FakeReply SetKeyspace(string keyspace) => Of(FakeOpcode.Result, new WireWriter().Int(3).Text(keyspace));

    public static FakeReply Authenticate(string authenticator) => Of(FakeOpcode.Authenticate, new WireWriter().Text(authenticator));

    public static FakeReply AuthSuccess { get; } = Of(FakeOpcode.AuthSuccess, new WireWriter().Bytes(null));

    public static FakeReply AuthChallenge(byte[] token) => Of(FakeOpcode.AuthChallenge, new WireWriter().Bytes(token));

    public static FakeReply Supported(IReadOnlyDictionary<string, IReadOnlyList<string>> options) =>
        Of(FakeOpcode.Supported, new WireWriter().TextMultimap(options));

    /// <summary>RESULT of a statement that changes the schema: CREATED, UPDATED or DROPPED; a table, or the keyspace itself.</summary>
    public static FakeReply SchemaChange(string change, string keyspace, string? table = null)
    {
        var writer = new WireWriter().Int(5);
        WriteSchemaChange(writer, change, keyspace, table);
        return Of(FakeOpcode.Result, writer);
    }

    /// <summary>Any bytes as the body of any message.</summary>
    public static FakeReply Of(FakeOpcode opcode, WireWriter body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var bytes = body.ToArray();
        return new FakeReply(opcode, _ => bytes);
    }

    /// <summary>A notice that the state of a node changed.</summary>
    /// <param name="change">UP or DOWN.</param>
    public static FakeReply StatusNotice(string change, IPEndPoint node) =>
        Of(FakeOpcode.Notice, new WireWriter().Text("STATUS_CHANGE").Text(change).EndPoint(node));

    /// <summary>A notice that the nodes of the cluster changed.</summary>
    /// <param name="change">NEW_NODE, REMOVED_NODE or MOVED_NODE.</param>
    public static FakeReply TopologyNotice(string change, IPEndPoint node) =>
        Of(FakeOpcode.Notice, new WireWriter().Text("TOPOLOGY_CHANGE").Text(change).EndPoint(node));

    public static FakeReply SchemaNotice(string change, string keyspace, string? table = null)
    {
        var writer = new WireWriter().Text("SCHEMA_CHANGE");
        WriteSchemaChange(writer, change, keyspace, table);
        return Of(FakeOpcode.Notice, writer);
    }

    /// <summary>The envelope of the answer to the request.</summary>
    public byte[] Encode(FakeRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Encode(request.Version, request.RequestId, Body(request));
    }

    /// <summary>The envelope of a notice.</summary>
    public byte[] EncodeNotice(byte version) => Encode(version, NoRequest, Body(null!));

    internal byte[] Encode(byte version, short requestId, byte[] body)
    {
        var front = new WireWriter();
        byte flags = 0;
        if (TraceId is { } traceId)
        {
            front.Uuid(traceId);
            flags |= 0x02;
        }

        if (Warnings.Count > 0)
        {
            front.TextList(Warnings);
            flags |= 0x08;
        }

        if (Payload.Count > 0)
        {
            front.BytesMap(Payload);
            flags |= 0x04;
        }

        var prefix = flags == 0 ? [] : front.ToArray();
        var envelope = new byte[RequestParser.HeaderBytes + prefix.Length + body.Length];
        envelope[0] = (byte)(0x80 | version);
        envelope[1] = flags;
        BinaryPrimitives.WriteInt16BigEndian(envelope.AsSpan(2), requestId);
        envelope[4] = (byte)Opcode;
        BinaryPrimitives.WriteInt32BigEndian(envelope.AsSpan(5), prefix.Length + body.Length);
        prefix.CopyTo(envelope, RequestParser.HeaderBytes);
        body.CopyTo(envelope, RequestParser.HeaderBytes + prefix.Length);
        return envelope;
    }

    private static void WriteSchemaChange(WireWriter writer, string change, string keyspace, string? table)
    {
        writer.Text(change).Text(table is null ? "KEYSPACE" : "TABLE").Text(keyspace);
        if (table is not null)
            writer.Text(table);
    }
}
