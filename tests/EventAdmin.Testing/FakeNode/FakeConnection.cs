using System.Buffers.Binary;
using System.Net.Sockets;

namespace EventAdmin.Testing.FakeNode;

/// <summary>One connection of a client: takes its bytes apart, lets the node answer, and sends what came out, joined or in pieces.</summary>
internal sealed class FakeConnection : IAsyncDisposable
{
    private const int ReceiveBytes = 128 * 1024;

    private readonly FakeCqlNode _node;
    private readonly Socket _socket;
    private readonly Stream _wire;
    private readonly int _number;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private int _isClosed;

    // Bytes received and not yet understood, and the envelope that is spread over segments.
    private byte[] _received = new byte[ReceiveBytes];
    private int _receivedLength;
    private readonly List<byte> _largeEnvelope = [];

    // Answers to what one receive brought; they leave together.
    private readonly List<byte[]> _ready = [];

    private bool _isFramed;
    private bool _isCompressed;
    private (bool IsFramed, bool IsCompressed)? _afterwards;

    public FakeConnection(FakeCqlNode node, Socket socket, Stream wire, int number)
    {
        _node = node;
        _socket = socket;
        _wire = wire;
        _number = number;
    }

    /// <summary>The version of the last request.</summary>
    public byte Version { get; private set; } = 4;

    /// <summary>Notices that the client asked for.</summary>
    public IReadOnlyList<string> Registered { get; set; } = [];

    public bool IsAuthenticated { get; set; }

    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _node.WhileReading.WaitAsync(_closing.Token);
                if (_receivedLength == _received.Length)
                    Array.Resize(ref _received, _received.Length * 2);
                var read = await _wire.ReadAsync(_received.AsMemory(_receivedLength), _closing.Token);
                if (read == 0)
                    return;
                _receivedLength += read;
                TakeApart();
                await FlushAsync();
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client, or a fault, ended the connection.
        }
        catch (InvalidDataException e)
        {
            _node.Complain(e.Message);
        }
        finally
        {
            await CloseAsync(isReset: false);
        }
    }

    /// <summary>Sends envelopes on their own, in segments of their own.</summary>
    public async Task SendAsync(IReadOnlyList<byte[]> envelopes, Action<List<byte>>? spoil = null)
    {
        var wire = new List<byte>();
        foreach (var envelope in envelopes)
            Pack(wire, envelope);
        spoil?.Invoke(wire);
        await SendBytesAsync(wire.ToArray());
    }

    public async Task SendBytesAsync(byte[] wire)
    {
        await _sending.WaitAsync(_closing.Token);
        try
        {
            var piece = _node.Sending.PieceBytes ?? wire.Length;
            for (var sent = 0; sent < wire.Length; sent += piece)
            {
                await _wire.WriteAsync(wire.AsMemory(sent, Math.Min(piece, wire.Length - sent)), _closing.Token);
                await _wire.FlushAsync(_closing.Token);
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Ends the connection; a reset is seen by the client as an error, not as an end. Only the first call does anything; others wait for it.</summary>
    public async Task CloseAsync(bool isReset)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            await _closed.Task;
            return;
        }

        try
        {
            if (isReset)
                _socket.LingerState = new LingerOption(enable: true, seconds: 0);
            await _closing.CancelAsync();
            _socket.Close();
            _node.Forget(this);
        }
        finally
        {
            _closed.SetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync(isReset: false);
        await _wire.DisposeAsync();
        _socket.Dispose();
        _closing.Dispose();
        _sending.Dispose();
    }

    /// <summary>
    /// What holds for everything behind the answers that are ready now: READY or AUTHENTICATE is the last unframed one. In version 4 it is
    /// compressed already, as Cassandra 5.0.9 does.
    /// </summary>
    public void BeginAfterwards(bool isFramed, bool isCompressed)
    {
        if (!isFramed)
            _isCompressed = isCompressed;
        _afterwards = (isFramed, isCompressed);
    }

    private void TakeApart()
    {
        var taken = 0;
        while (true)
        {
            var rest = _received.AsSpan(taken, _receivedLength - taken);
            var used = _isFramed ? TakeSegment(rest) : TakeFrame(rest);
            if (used == 0)
                break;
            taken += used;
        }

        _received.AsSpan(taken, _receivedLength - taken).CopyTo(_received);
        _receivedLength -= taken;
    }

    private int TakeFrame(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < RequestParser.HeaderBytes)
            return 0;
        var length = RequestParser.HeaderBytes + BinaryPrimitives.ReadInt32BigEndian(rest[5..]);
        if (rest.Length < length)
            return 0;
        var envelope = rest[..length].ToArray();
        // Bit 1: the body is packed.
        if ((envelope[1] & 0x01) != 0)
        {
            byte[] plain = [.. envelope.AsSpan(0, RequestParser.HeaderBytes), .. Segments.UnpackV4(envelope.AsSpan(RequestParser.HeaderBytes))];
            BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(5), plain.Length - RequestParser.HeaderBytes);
            plain[1] &= 0xFE;
            envelope = plain;
        }

        Take(envelope);
        return length;
    }

    private int TakeSegment(ReadOnlySpan<byte> rest)
    {
        var used = Segments.TryRead(rest, _isCompressed, out var payload, out var isSelfContained);
        if (used == 0)
            return 0;
        if (!isSelfContained)
        {
            _largeEnvelope.AddRange(payload);
            if (_largeEnvelope.Count < RequestParser.HeaderBytes)
                return used;
            var whole = RequestParser.HeaderBytes + BinaryPrimitives.ReadInt32BigEndian(_largeEnvelope.GetRange(5, 4).ToArray());
            if (_largeEnvelope.Count > whole)
                throw new InvalidDataException("A client's segments hold more than the envelope they are for.");
            if (_largeEnvelope.Count < whole)
                return used;
            var envelope = _largeEnvelope.ToArray();
            _largeEnvelope.Clear();
            Take(envelope);
            return used;
        }

        if (_largeEnvelope.Count > 0)
            throw new InvalidDataException("A client put an envelope between the segments of another.");
        for (var at = 0; at < payload.Length;)
        {
            if (payload.Length - at < RequestParser.HeaderBytes)
                throw new InvalidDataException("A client's self-contained segment ends within an envelope.");
            var length = RequestParser.HeaderBytes + BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(at + 5));
            if (at + length > payload.Length)
                throw new InvalidDataException("A client's self-contained segment ends within an envelope.");
            Take(payload[at..(at + length)]);
            at += length;
        }

        return used;
    }

    private void Take(byte[] envelope)
    {
        Version = (byte)(envelope[0] & 0x7F);
        _node.Take(this, _number, envelope, _ready);
    }

    private Task FlushAsync()
    {
        var wire = Join();
        return wire.Length == 0 ? Task.CompletedTask : SendBytesAsync(wire);
    }

    // As few segments as they fit in, or one for each, as the node is told.
    private byte[] Join()
    {
        if (_ready.Count == 0)
            return [];
        var wire = new List<byte>();
        if (!_isFramed || !_node.Sending.JoinsEnvelopes)
        {
            foreach (var envelope in _ready)
                Pack(wire, envelope);
        }
        else
        {
            JoinInto(wire);
        }

        _ready.Clear();
        if (_afterwards is { } afterwards)
            (_isFramed, _isCompressed) = afterwards;
        _afterwards = null;
        return wire.ToArray();
    }

    private void JoinInto(List<byte> wire)
    {
        var joined = new List<byte>();
        foreach (var envelope in _ready)
        {
            if (joined.Count > 0 && joined.Count + envelope.Length > _node.Sending.SegmentPayloadMax)
            {
                Segments.Write(wire, joined.ToArray(), isSelfContained: true, _isCompressed);
                joined.Clear();
            }

            if (envelope.Length > _node.Sending.SegmentPayloadMax)
                Pack(wire, envelope);
            else
                joined.AddRange(envelope);
        }

        if (joined.Count > 0)
            Segments.Write(wire, joined.ToArray(), isSelfContained: true, _isCompressed);
    }

    private void Pack(List<byte> wire, byte[] envelope)
    {
        if (!_isFramed)
        {
            wire.AddRange(_isCompressed ? PackFrame(envelope) : envelope);
            return;
        }

        var max = _node.Sending.SegmentPayloadMax;
        if (envelope.Length <= max)
        {
            Segments.Write(wire, envelope, isSelfContained: true, _isCompressed);
            return;
        }

        for (var at = 0; at < envelope.Length; at += max)
            Segments.Write(wire, envelope.AsSpan(at, Math.Min(max, envelope.Length - at)), isSelfContained: false, _isCompressed);
    }

    private static byte[] PackFrame(byte[] envelope)
    {
        var body = Segments.PackV4(envelope.AsSpan(RequestParser.HeaderBytes));
        byte[] frame = [.. envelope.AsSpan(0, RequestParser.HeaderBytes), .. body];
        frame[1] |= 0x01;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), body.Length);
        return frame;
    }
}
