using System.Buffers;

namespace EventAdmin.EventSourcing.Transfer;

/// <summary>Reads lines of bytes. Memory grows with the longest line up to a limit, never with the input. Not thread-safe.</summary>
internal sealed class LineReader(Stream input, int lineBytesMax) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Bytes read so far.</summary>
    public long Count { get; private set; }

    /// <summary>The next line without its end, valid until the next call; null at the end of the input.</summary>
    public async ValueTask<Line?> ReadAsync(CancellationToken cancellationToken)
    {
        var looked = 0;
        var isTooLong = false;
        while (true)
        {
            var at = _buffer.AsSpan(_start + looked, _end - _start - looked).IndexOf((byte)'\n');
            if (at >= 0)
                return Take(looked + at, lineEndLength: 1, isTooLong);
            looked = _end - _start;
            if (_isAtEnd)
                return looked == 0 && !isTooLong ? null : Take(looked, lineEndLength: 0, isTooLong);
            if (looked > lineBytesMax)
            {
                isTooLong = true;
                (_start, _end, looked) = (0, 0, 0);
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private Line Take(int length, int lineEndLength, bool isTooLong)
    {
        var line = _buffer.AsMemory(_start, length);
        _start += length + lineEndLength;
        return line.Length > lineBytesMax || isTooLong ? new Line(default, IsTooLong: true) : new Line(Trim(line), IsTooLong: false);
    }

    private static ReadOnlyMemory<byte> Trim(Memory<byte> line) => line.Span is [.., (byte)'\r'] ? line[..^1] : line;

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var read = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        Count += read;
        _isAtEnd = read == 0;
    }
}

/// <summary>A line of bytes.</summary>
internal readonly record struct Line(ReadOnlyMemory<byte> Bytes, bool IsTooLong);
