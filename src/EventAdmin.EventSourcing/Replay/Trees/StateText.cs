using System.Buffers;
using System.Text;
using System.Text.Json;

namespace EventAdmin.EventSourcing.Replay.Trees;

/// <summary>Writes nodes as JSON text without blanks: as they are, or in the canonical form that fingerprints are made of.</summary>
internal static class StateText
{
    private static readonly Comparison<StateMember> ByName =
        (left, right) => string.CompareOrdinal(Encoding.UTF8.GetString(left.Name), Encoding.UTF8.GetString(right.Name));

    /// <summary>Members in their own order, tokens as they came.</summary>
    public static byte[] Write(StateNode node) => Write(node, isCanonical: false);

    /// <summary>Members by ordinal order of their names, strings with the fewest escapes, numbers as they came.</summary>
    public static byte[] WriteCanonical(StateNode node) => Write(node, isCanonical: true);

    /// <summary>True when two scalar tokens mean the same: numbers byte by byte, strings by their characters.</summary>
    public static bool IsSameScalar(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.SequenceEqual(right))
            return true;
        return left[0] == '"' && right[0] == '"' && (left.Contains((byte)'\\') || right.Contains((byte)'\\'))
            && string.Equals(Unescape(left), Unescape(right), StringComparison.Ordinal);
    }

    private static byte[] Write(StateNode node, bool isCanonical)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        WriteNode(buffer, node, isCanonical);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteNode(ArrayBufferWriter<byte> buffer, StateNode node, bool isCanonical)
    {
        switch (node)
        {
            case StateScalar scalar when isCanonical && scalar.Raw[0] == '"' && scalar.Raw.AsSpan().Contains((byte)'\\'):
                WriteString(buffer, Encoding.UTF8.GetBytes(Unescape(scalar.Raw)));
                break;
            case StateScalar scalar:
                buffer.Write(scalar.Raw);
                break;
            case StateArray array:
                WriteArray(buffer, array, isCanonical);
                break;
            case StateObject obj:
                WriteObject(buffer, obj, isCanonical);
                break;
            default:
                throw new InvalidOperationException($"Expected a known kind of node, found {node.GetType().Name}.");
        }
    }

    private static void WriteArray(ArrayBufferWriter<byte> buffer, StateArray array, bool isCanonical)
    {
        buffer.Write("["u8);
        for (var i = 0; i < array.Items.Count; i++)
        {
            if (i > 0)
                buffer.Write(","u8);
            WriteNode(buffer, array.Items[i], isCanonical);
        }

        buffer.Write("]"u8);
    }

    private static void WriteObject(ArrayBufferWriter<byte> buffer, StateObject obj, bool isCanonical)
    {
        buffer.Write("{"u8);
        if (isCanonical)
        {
            var members = new List<StateMember>(obj.Count);
            for (var member = obj.First; member is not null; member = member.Next)
                members.Add(member);
            members.Sort(ByName);
            for (var i = 0; i < members.Count; i++)
                WriteMember(buffer, members[i], isFirst: i == 0, isCanonical);
        }
        else
        {
            for (var member = obj.First; member is not null; member = member.Next)
                WriteMember(buffer, member, isFirst: member.Previous is null, isCanonical);
        }

        buffer.Write("}"u8);
    }

    private static void WriteMember(ArrayBufferWriter<byte> buffer, StateMember member, bool isFirst, bool isCanonical)
    {
        if (!isFirst)
            buffer.Write(","u8);
        WriteString(buffer, member.Name);
        buffer.Write(":"u8);
        WriteNode(buffer, member.Value, isCanonical);
    }

    private static void WriteString(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> utf8)
    {
        buffer.Write("\""u8);
        var rest = utf8;
        for (var at = FindEscaped(rest); at >= 0; at = FindEscaped(rest))
        {
            buffer.Write(rest[..at]);
            WriteEscape(buffer, rest[at]);
            rest = rest[(at + 1)..];
        }

        buffer.Write(rest);
        buffer.Write("\""u8);
    }

    private static int FindEscaped(ReadOnlySpan<byte> utf8)
    {
        for (var i = 0; i < utf8.Length; i++)
        {
            if (utf8[i] is < 0x20 or (byte)'"' or (byte)'\\')
                return i;
        }

        return -1;
    }

    private static void WriteEscape(ArrayBufferWriter<byte> buffer, byte value)
    {
        if (value is (byte)'"' or (byte)'\\')
        {
            buffer.Write([(byte)'\\', value]);
            return;
        }

        const string hex = "0123456789abcdef";
        buffer.Write([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', (byte)hex[value >> 4], (byte)hex[value & 15]]);
    }

    private static string Unescape(ReadOnlySpan<byte> token)
    {
        var reader = new Utf8JsonReader(token);
        reader.Read();
        return reader.GetString() ?? "";
    }
}
