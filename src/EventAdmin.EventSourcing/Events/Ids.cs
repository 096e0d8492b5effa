using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace EventAdmin.EventSourcing.Events;

/// <summary>Identifies one event, store-wide. Made by the writer, so that a retry can be recognised.</summary>
/// <param name="Value">The GUID; version 7 when made by <see cref="New"/>, any other when it came from outside.</param>
public readonly record struct EventId(Guid Value)
{
    /// <summary>A new version-7 id whose time part comes from <paramref name="clock"/>.</summary>
    public static EventId New(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return new EventId(Guid.CreateVersion7(clock.GetUtcNow()));
    }

    /// <summary>An id that is the same for the same <paramref name="source"/> and <paramref name="name"/> (RFC 9562, version 8 over SHA-256).</summary>
    public static EventId FromName(string source, string name) => new(NamedGuid.Create(source, name));

    /// <summary>Reads any usual spelling of a GUID.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EventId id)
    {
        var ok = Guid.TryParse(text, out var value);
        id = new EventId(value);
        return ok;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies one append, so that a retry is answered with what the first try did.</summary>
/// <param name="Value">The GUID.</param>
public readonly record struct AppendId(Guid Value)
{
    // The time in a version-7 id: RFC 9562 section 5.7.
    private const int TimeBytes = 6;

    /// <summary>A new version-7 id whose time part comes from <paramref name="clock"/>.</summary>
    public static AppendId New(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return new AppendId(Guid.CreateVersion7(clock.GetUtcNow()));
    }

    /// <summary>
    /// The id of an append that was given none: named by its streams and its ordered event ids, so the same events make the same id. It
    /// starts as its first event's id does, so that appends of the same time stand together in an index.
    /// </summary>
    public static AppendId Of(IEnumerable<StreamAppend> streams)
    {
        ArgumentNullException.ThrowIfNull(streams);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("eventadmin:append:1"u8);
        Span<byte> id = stackalloc byte[16];
        Span<byte> length = stackalloc byte[4];
        byte[]? start = null;
        foreach (var stream in streams)
        {
            var streamName = Encoding.UTF8.GetBytes(stream.Stream.Value);
            BinaryPrimitives.WriteInt32BigEndian(length, streamName.Length);
            hash.AppendData(length);
            hash.AppendData(streamName);
            BinaryPrimitives.WriteInt32BigEndian(length, stream.Events.Count);
            hash.AppendData(length);
            foreach (var e in stream.Events)
            {
                e.Id.Value.TryWriteBytes(id, bigEndian: true, out _);
                hash.AppendData(id);
                start ??= id[..TimeBytes].ToArray();
            }
        }

        var name = hash.GetHashAndReset();
        start?.CopyTo(name, 0);
        return new AppendId(NamedGuid.FromHash(name));
    }

    /// <summary>Reads any usual spelling of a GUID.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AppendId id)
    {
        var ok = Guid.TryParse(text, out var value);
        id = new AppendId(value);
        return ok;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Name-based GUIDs: RFC 9562 section 5.8 (version 8) over SHA-256.</summary>
internal static class NamedGuid
{
    public static Guid Create(string space, string name) =>
        FromHash(SHA256.HashData(Encoding.UTF8.GetBytes($"{space.Length}:{space}:{name}")));

    public static Guid FromHash(ReadOnlySpan<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[16];
        hash[..16].CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
