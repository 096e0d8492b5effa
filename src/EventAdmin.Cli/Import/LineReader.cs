namespace EventAdmin.Cli.Import;

/// <summary>A line of bytes without its end, which the last one may not have.</summary>
internal readonly record struct Line(ReadOnlyMemory<byte> Bytes, bool IsTooLong, bool HasEnd);

/// <summary>Reads lines. Memory grows with the longest line up to a limit, never with the input. Not thread-safe.</summary>
internal sealed class LineReader(Stream input)
{
    /// <summary>The longest line, in bytes.</summary>
    public const int LineBytesMax = 8 * 1024 * 1024;

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The next line, valid until the next call; null at the end of the input.</summary>
    public async ValueTask<Line?> ReadAsync(CancellationToken cancellationToken)
    {
        var searched = 0;
        var isTooLong = false;
        while (true)
        {
            var at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0)
                return Take(searched + at, 1, isTooLong);
            searched = _end - _start;
            if (_isAtEnd)
                return searched == 0 && !isTooLong ? null : Take(searched, 0, isTooLong);
            if (searched > LineBytesMax)
                (isTooLong, _start, _end, searched) = (true, 0, 0, 0);
            await FillAsync(cancellationToken);
        }
    }

    private Line Take(int length, int endLength, bool isTooLong)
    {
        var line = _buffer.AsMemory(_start, length);
        _start += length + endLength;
        if (isTooLong || length > LineBytesMax)
            return new Line(default, IsTooLong: true, HasEnd: endLength > 0);
        return new Line(line.Span is [.., (byte)'\r'] ? line[..^1] : line, IsTooLong: false, HasEnd: endLength > 0);
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var length = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += length;
        _isAtEnd = length == 0;
    }
}
