namespace EventAdmin.Torture.PowerLoss;

/// <summary>A file on a disk that forgets what was not flushed: its bytes as of the last flush, and what was done to it since.</summary>
internal sealed class DiskFile
{
    private const int Sector = 512;

    private readonly List<LogEntry> _since = [];
    private byte[] _flushed = [];

    public static DiskFile Of(byte[] bytes) => new() { _flushed = bytes };

    public bool HasUnflushed => _since.Count > 0;

    public void Add(LogEntry entry) => _since.Add(entry);

    public void Flush()
    {
        foreach (var entry in _since)
            _flushed = Apply(_flushed, entry, entry.Data.Span, entry.Offset);
        _since.Clear();
    }

    /// <summary>The file after the power went: of what was not flushed each part may be there, may be missing, and may be torn between sectors.</summary>
    public byte[] Imagine(Random random)
    {
        var bytes = _flushed;
        // Everything, nothing, a beginning, or any part of it.
        var mode = random.Next(4);
        var kept = random.Next(_since.Count + 1);
        for (var i = 0; i < _since.Count; i++)
        {
            var isKept = mode switch { 0 => true, 1 => false, 2 => i < kept, _ => random.Next(2) == 0 };
            var isTorn = mode >= 2 && (mode == 2 ? i == kept : random.Next(8) == 0);
            if (isTorn)
                bytes = Tear(bytes, _since[i], random);
            else if (isKept)
                bytes = Apply(bytes, _since[i], _since[i].Data.Span, _since[i].Offset);
        }

        return bytes;
    }

    private static byte[] Tear(byte[] bytes, LogEntry entry, Random random)
    {
        if (entry.Kind != LogKind.Write)
            return bytes;
        for (var from = 0; from < entry.Data.Length;)
        {
            var length = (int)Math.Min(entry.Data.Length - from, Sector - ((entry.Offset + from) % Sector));
            if (random.Next(2) == 0)
                bytes = Apply(bytes, entry, entry.Data.Span.Slice(from, length), entry.Offset + from);
            from += length;
        }

        return bytes;
    }

    // Always a copy: images of other moments share the bytes.
    private static byte[] Apply(byte[] bytes, LogEntry entry, ReadOnlySpan<byte> data, long offset)
    {
        var length = entry.Kind == LogKind.Truncate ? offset : Math.Max(bytes.Length, offset + data.Length);
        var next = new byte[length];
        bytes.AsSpan(0, (int)Math.Min(bytes.Length, length)).CopyTo(next);
        if (entry.Kind == LogKind.Write)
            data.CopyTo(next.AsSpan((int)offset));
        return next;
    }
}
