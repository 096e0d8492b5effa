using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Sqlite.Heads;

/// <summary>
/// The bytes of a head file: records one after another, each [length of what follows][body][SHA-256 of the record before][CRC-32C of all
/// that]. Numbers are big-endian. A length of 0 is the end.
/// </summary>
internal static class HeadCodec
{
    public const int LengthBytes = sizeof(int);
    public const int LinkBytes = 32;
    private const int ChecksumBytes = sizeof(uint);

    /// <summary>No record is longer: the streams of one group have at most this many bytes of names.</summary>
    public const int RecordMax = 64 * 1024 * 1024;

    private const uint BaseMark = 0x45764248; // "EvBH"
    private const uint GroupMark = 0x45764752; // "EvGR"

    public static byte[] Encode(BaseRecord record)
    {
        var body = new byte[sizeof(uint) + 16 + sizeof(long) + HistoryHash.Length];
        var rest = body.AsSpan();
        BinaryPrimitives.WriteUInt32BigEndian(rest, BaseMark);
        record.Store.TryWriteBytes(rest[4..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(rest[20..], record.LastPosition);
        record.LastHistory.WriteTo(rest[28..]);
        return Seal(body, new byte[LinkBytes]);
    }

    public static byte[] Encode(HeadRecord record, ReadOnlySpan<byte> link)
    {
        var body = new byte[GroupBytes([.. record.Streams.Select(point => point.Stream)])];
        var rest = body.AsSpan();
        BinaryPrimitives.WriteUInt32BigEndian(rest, GroupMark);
        BinaryPrimitives.WriteInt64BigEndian(rest[4..], record.Sequence);
        BinaryPrimitives.WriteInt64BigEndian(rest[12..], record.FirstPosition);
        BinaryPrimitives.WriteInt64BigEndian(rest[20..], record.LastPosition);
        BinaryPrimitives.WriteInt32BigEndian(rest[28..], record.Streams.Count);
        rest = rest[32..];
        foreach (var (stream, version, history) in record.Streams)
        {
            var length = Encoding.UTF8.GetBytes(stream.Value, rest[4..]);
            BinaryPrimitives.WriteInt32BigEndian(rest, length);
            rest = rest[(4 + length)..];
            BinaryPrimitives.WriteInt64BigEndian(rest, version);
            history.WriteTo(rest[8..]);
            rest = rest[(8 + HistoryHash.Length)..];
        }

        return Seal(body, link);
    }

    /// <summary>Bytes of the record of a group that touched these streams.</summary>
    public static long SizeOf(IReadOnlyCollection<StreamId> streams) => LengthBytes + GroupBytes(streams) + LinkBytes + ChecksumBytes;

    private static int GroupBytes(IReadOnlyCollection<StreamId> streams) => sizeof(uint) + (3 * sizeof(long)) + sizeof(int)
        + streams.Sum(stream => Encoding.UTF8.GetByteCount(stream.Value) + sizeof(int) + sizeof(long) + HistoryHash.Length);

    /// <summary>What the next record names as the one before it.</summary>
    public static byte[] LinkOf(ReadOnlySpan<byte> record) => SHA256.HashData(record);

    /// <summary>The whole record that begins here, checked; null when there is none, or none that is whole.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < LengthBytes)
            return default;
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        if (length is < LinkBytes + ChecksumBytes or > RecordMax || bytes.Length < LengthBytes + length)
            return default;
        var record = bytes[..(LengthBytes + length)];
        return Checksum(record[..^ChecksumBytes]) == BinaryPrimitives.ReadUInt32BigEndian(record[^ChecksumBytes..]) ? record : default;
    }

    /// <summary>The link of a whole record.</summary>
    public static ReadOnlySpan<byte> LinkIn(ReadOnlySpan<byte> record) => record[^(LinkBytes + ChecksumBytes)..^ChecksumBytes];

    /// <summary>Reads a whole record as a base record; null when it is none.</summary>
    public static BaseRecord? DecodeBase(ReadOnlySpan<byte> record)
    {
        var body = record[LengthBytes..^(LinkBytes + ChecksumBytes)];
        return body.Length != 28 + HistoryHash.Length || BinaryPrimitives.ReadUInt32BigEndian(body) != BaseMark
            ? null
            : new BaseRecord
            {
                Store = new Guid(body[4..20], bigEndian: true),
                LastPosition = BinaryPrimitives.ReadInt64BigEndian(body[20..]),
                LastHistory = new HistoryHash(body[28..]),
            };
    }

    /// <summary>Reads a whole record as a group's; null when it is none.</summary>
    public static HeadRecord? DecodeGroup(ReadOnlySpan<byte> record)
    {
        var rest = record[LengthBytes..^(LinkBytes + ChecksumBytes)];
        if (rest.Length < 32 || BinaryPrimitives.ReadUInt32BigEndian(rest) != GroupMark)
            return null;
        var (sequence, first, last) = (
            BinaryPrimitives.ReadInt64BigEndian(rest[4..]), BinaryPrimitives.ReadInt64BigEndian(rest[12..]), BinaryPrimitives.ReadInt64BigEndian(rest[20..]));
        var count = BinaryPrimitives.ReadInt32BigEndian(rest[28..]);
        rest = rest[32..];
        var streams = new List<StreamPoint>();
        for (var i = 0; i < count; i++)
        {
            if (rest.Length < 4 || BinaryPrimitives.ReadInt32BigEndian(rest) is var length && (length < 0 || length > rest.Length - 4 - 8 - HistoryHash.Length)
                || !StreamId.TryParse(Encoding.UTF8.GetString(rest.Slice(4, length)), out var stream))
            {
                return null;
            }

            rest = rest[(4 + length)..];
            streams.Add(new StreamPoint(stream, BinaryPrimitives.ReadInt64BigEndian(rest), new HistoryHash(rest.Slice(8, HistoryHash.Length))));
            rest = rest[(8 + HistoryHash.Length)..];
        }

        return rest.IsEmpty ? new HeadRecord { Sequence = sequence, FirstPosition = first, LastPosition = last, Streams = streams } : null;
    }

    private static byte[] Seal(byte[] body, ReadOnlySpan<byte> link)
    {
        var record = new byte[LengthBytes + body.Length + LinkBytes + ChecksumBytes];
        BinaryPrimitives.WriteInt32BigEndian(record, record.Length - LengthBytes);
        body.CopyTo(record, LengthBytes);
        link.CopyTo(record.AsSpan(LengthBytes + body.Length));
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan()[^ChecksumBytes..], Checksum(record.AsSpan()[..^ChecksumBytes]));
        return record;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
