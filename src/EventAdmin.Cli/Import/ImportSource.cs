using System.Buffers.Binary;
using System.IO.Compression;
using EventAdmin.Cli.Terminal;

namespace EventAdmin.Cli.Import;

/// <summary>What is imported: a file or the standard input, plain or gzip. Counts what was read of it.</summary>
internal sealed class ImportSource : Stream
{
    private readonly Stream _raw;
    private readonly Stream _plain;
    private readonly GzipEnd? _gzip;
    private long _plainBytes;

    private ImportSource(Stream raw, long? length, byte[] start)
    {
        var counted = new CountedStream(raw, start);
        (_raw, Counted, RawLength) = (raw, counted, length);
        if (start is [0x1F, 0x8B, ..])
        {
            _gzip = counted.End;
            _plain = new GZipStream(counted, CompressionMode.Decompress);
        }
        else
        {
            _plain = counted;
        }
    }

    /// <summary>The size of the file; null for the standard input.</summary>
    public long? RawLength { get; }

    public long RawPosition => Counted.Count;

    /// <summary>True when the input is gzip and its end, as far as it can be told, is missing: the runtime reads on without a word.</summary>
    public bool IsCutOff => _gzip?.IsCutOff(_plainBytes) == true;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _plainBytes; set => throw new NotSupportedException(); }

    private CountedStream Counted { get; }

    public static async Task<ImportSource> OpenAsync(Screen screen, string file, CancellationToken cancellationToken)
    {
        var raw = Inputs.Open(screen, file);
        var start = new byte[2];
        // A terminal's own reads can't be cancelled; what is abandoned ends with the process.
        var length = await raw.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        return new ImportSource(raw, raw.CanSeek ? raw.Length : null, start[..length]);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = await _plain.ReadAsync(buffer, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        _plainBytes += length;
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Expected asynchronous reads only.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _plain.Dispose();
            _raw.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>How gzip data end: with the number of bytes that they hold.</summary>
internal sealed class GzipEnd
{
    private byte[] _tail = [];
    private bool _mayHaveMoreMembers;

    private static ReadOnlySpan<byte> Start => [0x1F, 0x8B, 0x08];

    public void Note(ReadOnlySpan<byte> bytes, bool isFirst)
    {
        if (bytes.IsEmpty)
            return;
        // Files that were put together end with the number of the last one alone; those are not judged.
        byte[] border = [.. _tail, .. bytes[..Math.Min(bytes.Length, 2)]];
        _mayHaveMoreMembers |= bytes[(isFirst ? 1 : 0)..].IndexOf(Start) >= 0 || (!isFirst && border.AsSpan(1).IndexOf(Start) >= 0);
        byte[] end = [.. _tail, .. bytes[^Math.Min(bytes.Length, sizeof(uint))..]];
        _tail = end[^Math.Min(end.Length, sizeof(uint))..];
    }

    public bool IsCutOff(long plainBytes) =>
        !_mayHaveMoreMembers && (_tail.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(_tail) != (uint)plainBytes);
}
