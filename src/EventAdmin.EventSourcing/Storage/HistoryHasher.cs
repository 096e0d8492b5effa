using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Storage;

/// <summary>
/// Computes <see cref="HistoryHash"/>es: SHA-256 of the hash before, a header of fields in a fixed order, and the data. Every field has its
/// length before it, so that no two histories are written alike; numbers are big-endian, text is the stored UTF-8, and a field that is not
/// there differs from an empty one. One per reader or writer; not thread-safe.
/// </summary>
public sealed class HistoryHasher
{
    // Larger data are hashed where they stand.
    private const int CopiedMax = 16 * 1024;
    private const int Missing = -1;

    private byte[] _header = new byte[1024];
    private int _length;

    /// <summary>What stands before the first event of a stream.</summary>
    public static HistoryHash Seed(StreamId stream)
    {
        Span<byte> hash = stackalloc byte[HistoryHash.Length];
        ShortHash.HashData(Encoding.UTF8.GetBytes($"eventadmin:1:{stream.Value}"), hash);
        return new HistoryHash(hash);
    }

    /// <summary>The hash of an event that is about to be stored as it is, neither compressed nor encrypted.</summary>
    public HistoryHash HashOf(RecordedEvent e, HistoryStep step)
    {
        ArgumentNullException.ThrowIfNull(e);
        return Begin(step.Previous)
            .Add(e.Stream.Value)
            .Add(e.Version.Value)
            .Add(e.Id.Value)
            .Add(e.Append.Value)
            .Add(step.AppendIndex)
            .Add(step.AppendCount)
            .Add(e.Type)
            .Add(e.SchemaVersion)
            .AddMissing() // codec
            .AddMissing() // key reference
            .Add(e.Metadata.CorrelationId)
            .Add(e.Metadata.CausationId)
            .Add(e.Metadata.Actor)
            .Add(e.Metadata.Source)
            .Add(e.ContentType == NewEvent.Json ? null : e.ContentType)
            .Add(step.Extensions)
            .Add(e.OccurredAt == e.RecordedAt ? null : InstantOf(e.OccurredAt))
            .Add(InstantOf(e.RecordedAt))
            .End(e.Data.Span);
    }

    /// <summary>Begins with the hash of the event before.</summary>
    public HistoryHasher Begin(HistoryHash previous)
    {
        previous.WriteTo(_header);
        _length = HistoryHash.Length;
        return this;
    }

    /// <summary>Adds a number.</summary>
    public HistoryHasher Add(long? number)
    {
        if (number is not { } value)
            return AddLength(Missing);
        AddLength(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value);
        return this;
    }

    /// <summary>Adds an id, in big-endian order.</summary>
    public HistoryHasher Add(Guid id)
    {
        AddLength(16);
        id.TryWriteBytes(Take(16), bigEndian: true, out _);
        return this;
    }

    /// <summary>Adds a text.</summary>
    public HistoryHasher Add(string? text)
    {
        if (text is null)
            return AddLength(Missing);
        var length = Encoding.UTF8.GetByteCount(text);
        AddLength(length);
        Encoding.UTF8.GetBytes(text, Take(length));
        return this;
    }

    /// <summary>Adds a text, or bytes, as they are stored.</summary>
    public HistoryHasher AddStored(ReadOnlySpan<byte> bytes)
    {
        AddLength(bytes.Length);
        bytes.CopyTo(Take(bytes.Length));
        return this;
    }

    /// <summary>Adds that a field is not there.</summary>
    public HistoryHasher AddMissing() => AddLength(Missing);

    /// <summary>Ends with the data as stored.</summary>
    public HistoryHash End(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[HistoryHash.Length];
        if (data.Length <= CopiedMax)
        {
            data.CopyTo(Take(data.Length));
            ShortHash.HashData(_header.AsSpan(0, _length), hash);
            return new HistoryHash(hash);
        }

        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        whole.AppendData(_header.AsSpan(0, _length));
        whole.AppendData(data);
        whole.GetHashAndReset(hash);
        return new HistoryHash(hash);
    }

    // 100 ns since 1970-01-01 UTC.
    private static long InstantOf(DateTimeOffset instant) => instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    private HistoryHasher AddLength(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), length);
        return this;
    }

    private Span<byte> Take(int bytes)
    {
        var start = _length;
        var end = start + bytes;
        if (end > _header.Length)
            Grow(end);
        _length = end;
        return _header.AsSpan(start, bytes);
    }

    private void Grow(int bytes) => Array.Resize(ref _header, Math.Max(_header.Length * 2, bytes));
}

/// <summary>What a hash is made of beside the event.</summary>
/// <param name="Previous">The stream's hash before the event; of its first event: the <see cref="HistoryHasher.Seed"/>.</param>
/// <param name="AppendIndex">The event's place in its append, from 0.</param>
/// <param name="AppendCount">The events of its append.</param>
/// <param name="Extensions">Its extension attributes as <see cref="ExtensionAttributes.ToStore"/> writes them.</param>
public readonly record struct HistoryStep(HistoryHash Previous, int AppendIndex, int AppendCount, string? Extensions);
