using System.Buffers.Binary;
using EventAdmin.Cql.Framing;

namespace EventAdmin.Cql.Tests.Connections;

/// <summary>Reads requests, in the clear or out of uncompressed segments.</summary>
internal sealed class PeerInput
{
    private byte[] _envelopes = []; // what of the segments is not taken yet
    private bool _isSegmented;

    public void UseSegments() => _isSegmented = true;

    public async Task<PeerRequest?> ReadAsync(Stream source)
    {
        var header = await TakeAsync(source, FrameHeader.Size);
        if (header is null) return null;
        var parsed = FrameHeader.Read(header);
        var body = parsed.Length == 0 ? [] : await TakeAsync(source, parsed.Length);
        return body is null ? null : new PeerRequest(parsed, body);
    }

    private async Task<byte[]?> TakeAsync(Stream source, int count)
    {
        if (!_isSegmented) return await ReadExactlyAsync(source, count);
        while (_envelopes.Length < count)
        {
            if (!await OpenSegmentAsync(source)) return null;
        }

        var taken = _envelopes[..count];
        _envelopes = _envelopes[count..];
        return taken;
    }

    private async Task<bool> OpenSegmentAsync(Stream source)
    {
        var header = await ReadExactlyAsync(source, SegmentHeader.SizeOf(isCompressed: false));
        if (header is null) return false;
        var payload = await ReadExactlyAsync(source, SegmentHeader.Read(header, isCompressed: false).PayloadLength);
        var trailer = await ReadExactlyAsync(source, SegmentHeader.TrailerSize);
        if (payload is null || trailer is null) return false;
        Assert.Equal(new SegmentCrc32().Of(payload), BinaryPrimitives.ReadUInt32LittleEndian(trailer));
        _envelopes = [.. _envelopes, .. payload];
        return true;
    }

    private static async Task<byte[]?> ReadExactlyAsync(Stream source, int count)
    {
        var bytes = new byte[count];
        return await source.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false) == count ? bytes : null;
    }
}
