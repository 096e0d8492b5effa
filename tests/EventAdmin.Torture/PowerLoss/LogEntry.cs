using System.Text;

namespace EventAdmin.Torture.PowerLoss;

/// <summary>What a call did to the files of a store, or a line that the process printed meanwhile.</summary>
internal enum LogKind : byte
{
    Create = (byte)'c',
    Open = (byte)'p',
    Write = (byte)'w',
    Truncate = (byte)'t',
    Flush = (byte)'s',
    FlushFolder = (byte)'d',
    Rename = (byte)'r',
    Link = (byte)'l',
    Unlink = (byte)'u',
    Output = (byte)'o',
}

/// <summary>A record of the write log; its form is described in <c>Faults/shim.c</c>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="IsFailed">True when the call was made to fail.</param>
/// <param name="File">The number of the file; a name may change, the number does not.</param>
/// <param name="Offset">Where it was written, or the new size.</param>
/// <param name="Data">What was written, or names.</param>
internal sealed record LogEntry(LogKind Kind, bool IsFailed, ulong File, long Offset, ReadOnlyMemory<byte> Data)
{
    private const int HeadBytes = 22;

    /// <summary>The file names in it, without their folder.</summary>
    public string[] Names => [.. Encoding.UTF8.GetString(Data.Span).Split('\0').Select(name => Path.GetFileName(name))];

    public static IReadOnlyList<LogEntry> ReadAll(string path)
    {
        var bytes = System.IO.File.ReadAllBytes(path);
        var entries = new List<LogEntry>();
        for (var at = 0; at + HeadBytes <= bytes.Length;)
        {
            var length = BitConverter.ToInt32(bytes, at + 18);
            if (at + HeadBytes + length > bytes.Length)
                break;
            entries.Add(new LogEntry(
                (LogKind)bytes[at], bytes[at + 1] != 0, BitConverter.ToUInt64(bytes, at + 2), BitConverter.ToInt64(bytes, at + 10),
                bytes.AsMemory(at + HeadBytes, length)));
            at += HeadBytes + length;
        }

        return entries;
    }
}
