using System.Text;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Cassandra.Rows;

/// <summary>What is known of an event and has no column of its own: the blob <c>meta</c>.</summary>
internal sealed record StoredMeta
{
    private const byte Form = 1;

    /// <summary>Its place in its append, over all streams.</summary>
    public required short AppendIndex { get; init; }

    /// <summary>The events of its append, over all streams.</summary>
    public required short AppendCount { get; init; }

    /// <summary>The media type of its data; null for JSON.</summary>
    public string? ContentType { get; init; }

    public string? Source { get; init; }

    /// <summary>Its extension attributes as <see cref="ExtensionAttributes.ToStore"/> writes them; null for none.</summary>
    public string? Extensions { get; init; }

    /// <summary>Bytes of its data where they are in chunks; else 0.</summary>
    public int ChunkedBytes { get; init; }

    /// <summary>The metadata that are made of this and of the columns.</summary>
    public EventMetadata ToMetadata(string? correlationId, string? causationId, string? actor) =>
        correlationId is null && causationId is null && actor is null && Source is null && Extensions is null
            ? EventMetadata.None
            : new EventMetadata
            {
                CorrelationId = correlationId,
                CausationId = causationId,
                Actor = actor,
                Source = Source,
                Extensions = Extensions is null ? EventMetadata.None.Extensions : ExtensionAttributes.FromStore(Encoding.UTF8.GetBytes(Extensions)),
            };

    /// <summary>The blob. The times' parts below a millisecond are in it too.</summary>
    public byte[] ToBlob(DateTimeOffset recordedAt, DateTimeOffset? occurredAt)
    {
        var writer = new ByteWriter();
        writer.Byte(Form);
        Write(writer);
        writer.UInt16(Instants.ToStore(recordedAt).Finer);
        writer.UInt16(occurredAt is { } occurred ? Instants.ToStore(occurred).Finer : (ushort)0);
        return writer.ToArray();
    }

    /// <summary>Reads a blob.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static StoredMeta FromBlob(ReadOnlyMemory<byte> blob, out ushort recordedFiner, out ushort occurredFiner)
    {
        var reader = new ByteReader(blob);
        var form = reader.Byte();
        if (form != Form)
            throw new FormatException($"Expected metadata of form {Form}, found {form}.");
        var meta = Read(reader);
        (recordedFiner, occurredFiner) = (reader.UInt16(), reader.UInt16());
        return meta;
    }

    public void Write(ByteWriter writer)
    {
        writer.Int16(AppendIndex);
        writer.Int16(AppendCount);
        writer.Text(ContentType);
        writer.Text(Source);
        writer.Text(Extensions);
        writer.Int32(ChunkedBytes);
    }

    public static StoredMeta Read(ByteReader reader) => new()
    {
        AppendIndex = reader.Int16(),
        AppendCount = reader.Int16(),
        ContentType = reader.Text(),
        Source = reader.Text(),
        Extensions = reader.Text(),
        ChunkedBytes = reader.Int32(),
    };
}
