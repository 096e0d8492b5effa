using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace EventAdmin.Testing.Canned;

/// <summary>
/// One connection of the canned node: a thread that receives, answers everything that one receive brought, and sends that at once. It checks
/// nothing and remembers nothing, so that the client is what a run measures.
/// </summary>
internal sealed class CannedConnection(Socket socket)
{
    private const int HeaderLength = 9;
    private const int SegmentHeaderLength = 6;
    private const int SegmentTrailerLength = 4;

    private readonly byte[] _received = new byte[512 * 1024];
    private readonly EnvelopeBuffer _requests = new();
    private readonly AnswerBuffer _answers = new();
    private CannedAnswers _canned = new(version: 4);
    private bool _isFramed;
    private bool _becomesFramed;
    private int _held;

    public void Run()
    {
        socket.NoDelay = true;
        using var whole = socket;
        try
        {
            for (int count; (count = socket.Receive(_received.AsSpan(_held))) > 0;)
            {
                _held += count;
                Take();
                while (_requests.TryTake(out var envelope))
                    Answer(envelope);
                _requests.Compact();
                Send();
            }
        }
        catch (SocketException)
        {
            // The client has gone: nothing to answer any more.
        }
    }

    // Moves whole segments, or in version 4 whatever came, into the buffer of envelopes.
    private void Take()
    {
        var at = 0;
        if (!_isFramed)
        {
            _requests.Append(_received.AsSpan(0, _held));
            at = _held;
        }

        while (_isFramed && _held - at >= SegmentHeaderLength)
        {
            var length = (_received[at] | (_received[at + 1] << 8) | (_received[at + 2] << 16)) & 0x1FFFF;
            if (_held - at < SegmentHeaderLength + length + SegmentTrailerLength)
                break;
            _requests.Append(_received.AsSpan(at + SegmentHeaderLength, length));
            at += SegmentHeaderLength + length + SegmentTrailerLength;
        }

        _received.AsSpan(at, _held - at).CopyTo(_received);
        _held -= at;
    }

    private void Answer(ReadOnlySpan<byte> envelope)
    {
        var version = envelope[0] & 0x7F;
        var body = envelope[HeaderLength..];
        if (version is not (4 or 5))
        {
            AddAnswer(version: 5, envelope, opcode: 0x00, new BodyWriter().Int(0x000A).String("Invalid or unsupported protocol version; supported versions are (4/v4, 5/v5)").ToArray());
            return;
        }

        switch (envelope[4])
        {
            case 0x01:
                _canned = new CannedAnswers(version);
                _becomesFramed = version == 5;
                AddAnswer(version, envelope, opcode: 0x02, []);
                break;
            case 0x05:
                AddAnswer(version, envelope, opcode: 0x06, Supported());
                break;
            case 0x07:
                AddAnswer(version, envelope, opcode: 0x08, CannedSystem.Query(LongText(body)));
                break;
            case 0x09:
                AddAnswer(version, envelope, opcode: 0x08, _canned.Prepare(LongText(body)));
                break;
            case 0x0A:
                if (_canned.Execute(body) is { } answer)
                    AddAnswer(version, envelope, opcode: 0x08, answer);
                break;
            case 0x0B:
                AddAnswer(version, envelope, opcode: 0x02, []);
                break;
            case 0x0D:
                AddAnswer(version, envelope, opcode: 0x08, _canned.Applied);
                break;
            default:
                throw new InvalidOperationException($"Expected a request, got opcode {envelope[4]:x2}.");
        }
    }

    private void AddAnswer(int version, ReadOnlySpan<byte> request, byte opcode, ReadOnlySpan<byte> body)
    {
        Span<byte> header = [(byte)(0x80 | version), 0, request[2], request[3], opcode, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header[5..], body.Length);
        _answers.Add(header, body, _isFramed);
    }

    private void Send()
    {
        var rest = _answers.Flush(_isFramed).Span;
        while (rest.Length > 0)
            rest = rest[socket.Send(rest)..];
        if (_becomesFramed)
            (_isFramed, _becomesFramed) = (true, false);
    }

    private static byte[] Supported() => new BodyWriter().Short(3)
        .String("CQL_VERSION").Short(1).String("3.4.7")
        .String("COMPRESSION").Short(1).String("lz4")
        .String("PROTOCOL_VERSIONS").Short(2).String("4/v4").String("5/v5")
        .ToArray();

    private static string LongText(ReadOnlySpan<byte> body) =>
        Encoding.UTF8.GetString(body.Slice(4, BinaryPrimitives.ReadInt32BigEndian(body)));
}
