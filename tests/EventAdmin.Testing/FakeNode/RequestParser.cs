namespace EventAdmin.Testing.FakeNode;

/// <summary>Reads requests of protocol versions 4 and 5.</summary>
internal static class RequestParser
{
    public const int HeaderBytes = 9;

    /// <summary>Reads a request.</summary>
    /// <param name="textOf">The text of a prepared statement by its id; empty where the node does not know it.</param>
    public static FakeRequest Parse(FakeCqlNode node, int connection, long number, byte[] envelope, Func<byte[], string> textOf)
    {
        var reader = new WireReader(envelope.AsSpan(HeaderBytes));
        var header = new WireReader(envelope);
        var request = new FakeRequest
        {
            Number = number,
            Node = node,
            Connection = connection,
            Envelope = envelope,
            Version = header.Byte(),
            Flags = header.Byte(),
            RequestId = (short)header.Short(),
            Opcode = (FakeOpcode)header.Byte(),
        };
        if ((request.Flags & 0x04) != 0)
            request = request with { Payload = reader.BytesMap() };

        return request.Opcode switch
        {
            FakeOpcode.Startup => request with { StartupOptions = reader.TextMap() },
            FakeOpcode.Register => request with { RegisteredNotices = reader.TextList() },
            FakeOpcode.AuthResponse => request with { Token = reader.Bytes() },
            FakeOpcode.Prepare => ReadPrepare(request, ref reader),
            FakeOpcode.Query => ReadParameters(request with { Cql = reader.LongText() }, ref reader),
            FakeOpcode.Execute => ReadExecute(request, ref reader, textOf),
            FakeOpcode.Batch => ReadBatch(request, ref reader, textOf),
            _ => request,
        };
    }

    private static FakeRequest ReadPrepare(FakeRequest request, ref WireReader reader)
    {
        request = request with { Cql = reader.LongText() };
        var hasKeyspace = request.Version >= 5 && (reader.Int() & 0x01) != 0;
        return request with { Keyspace = hasKeyspace ? reader.Text() : null };
    }

    private static FakeRequest ReadExecute(FakeRequest request, ref WireReader reader, Func<byte[], string> textOf)
    {
        var id = reader.ShortBytes();
        request = request with { StatementId = id, Cql = textOf(id), ResultMetadataId = request.Version >= 5 ? reader.ShortBytes() : [] };
        return ReadParameters(request, ref reader);
    }

    private static FakeRequest ReadParameters(FakeRequest request, ref WireReader reader)
    {
        request = request with { Consistency = (ushort)reader.Short() };
        var flags = ReadFlags(request, ref reader);
        return request with
        {
            SkipsMetadata = (flags & 0x02) != 0,
            Values = (flags & 0x01) != 0 ? ReadValues(ref reader, areNamed: (flags & 0x40) != 0) : [],
            PageSize = (flags & 0x04) != 0 ? reader.Int() : null,
            PagingState = (flags & 0x08) != 0 ? reader.Bytes() : null,
            SerialConsistency = (flags & 0x10) != 0 ? (ushort)reader.Short() : null,
            TimestampMicros = (flags & 0x20) != 0 ? reader.Long() : null,
            Keyspace = (flags & 0x80) != 0 ? reader.Text() : null,
        };
    }

    private static FakeRequest ReadBatch(FakeRequest request, ref WireReader reader, Func<byte[], string> textOf)
    {
        var kind = reader.Byte();
        var entries = new List<FakeBatchEntry>();
        for (var left = reader.Short(); left > 0; left--)
        {
            var isPrepared = reader.Byte() == 1;
            var id = isPrepared ? reader.ShortBytes() : [];
            var text = isPrepared ? textOf(id) : reader.LongText();
            entries.Add(new FakeBatchEntry(text, id, ReadValues(ref reader, areNamed: false)));
        }

        request = request with { BatchKind = kind, Batch = entries, Consistency = (ushort)reader.Short() };
        var flags = ReadFlags(request, ref reader);
        return request with
        {
            SerialConsistency = (flags & 0x10) != 0 ? (ushort)reader.Short() : null,
            TimestampMicros = (flags & 0x20) != 0 ? reader.Long() : null,
            Keyspace = (flags & 0x80) != 0 ? reader.Text() : null,
        };
    }

    private static int ReadFlags(FakeRequest request, ref WireReader reader) => request.Version >= 5 ? reader.Int() : reader.Byte();

    private static List<FakeValue> ReadValues(ref WireReader reader, bool areNamed)
    {
        var values = new List<FakeValue>();
        for (var left = reader.Short(); left > 0; left--)
        {
            if (areNamed)
                reader.Text();
            values.Add(reader.Value());
        }

        return values;
    }
}
