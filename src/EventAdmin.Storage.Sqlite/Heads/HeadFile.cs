using EventAdmin.EventSourcing.Events;
using Microsoft.Win32.SafeHandles;

namespace EventAdmin.Storage.Sqlite.Heads;

/// <summary>
/// A second, independent record of what was acknowledged, outside the database: one record a committed group, flushed before anybody is
/// told. A database that lost a commit, or was replaced, no longer agrees with it. The writer loop's own.
/// </summary>
internal sealed class HeadFile : IDisposable
{
    private readonly string _path;
    private readonly int _stepBytes;
    private SafeFileHandle _file;
    private long _end;
    private long _allocated;
    private long _sequence;
    private byte[] _link;

    private HeadFile(string path, int stepBytes, SafeFileHandle file, byte[] link)
    {
        (_path, _stepBytes, _file, _link) = (path, stepBytes, file, link);
        _allocated = RandomAccess.GetLength(file);
    }

    /// <summary>Bytes of records.</summary>
    public long Bytes => _end;

    /// <summary>Goes on after what was read.</summary>
    public static HeadFile Continue(string path, int stepBytes, HeadReading.Whole after)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var heads = new HeadFile(path, stepBytes, file, after.Link) { _end = after.End, _sequence = after.Records.Count };
        if (after.IsTorn)
            heads.EraseTail();
        return heads;
    }

    /// <summary>Starts a file; the one in its place is kept beside it as <c>.previous</c>.</summary>
    public static HeadFile Start(string path, int stepBytes, BaseRecord record)
    {
        var (file, link, end) = WriteNew(path, stepBytes, record);
        return new HeadFile(path, stepBytes, file, link) { _end = end };
    }

    /// <summary>Reads a file.</summary>
    public static HeadReading Read(string path)
    {
        byte[] bytes;
        try
        {
            FinishRenames(path);
            if (!File.Exists(path))
                return new HeadReading.Missing();
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new HeadReading.Unreadable(e.Message);
        }

        var first = HeadCodec.Cut(bytes);
        if (first.IsEmpty || HeadCodec.DecodeBase(first) is not { } start)
            return new HeadReading.Unreadable("it does not begin with a base record");
        var records = new List<HeadRecord>();
        var (end, link) = (first.Length, HeadCodec.LinkOf(first));
        for (var record = HeadCodec.Cut(bytes.AsSpan(end)); !record.IsEmpty; record = HeadCodec.Cut(bytes.AsSpan(end)))
        {
            if (HeadCodec.DecodeGroup(record) is not { } group || !HeadCodec.LinkIn(record).SequenceEqual(link)
                || group.Sequence != records.Count + 1 || group.FirstPosition != (records.Count == 0 ? start.LastPosition : records[^1].LastPosition) + 1)
            {
                return new HeadReading.Unreadable($"record {records.Count + 1} does not go on from the one before it");
            }

            records.Add(group);
            (end, link) = (end + record.Length, HeadCodec.LinkOf(record));
        }

        return AfterLast(bytes.AsSpan(end)) switch
        {
            Tail.Damaged => new HeadReading.Unreadable($"record {records.Count + 1} is damaged, and others follow it"),
            var tail => new HeadReading.Whole { Base = start, Records = records, End = end, Link = link, IsTorn = tail == Tail.Torn },
        };
    }

    /// <summary>Adds the record of a committed group, and flushes it.</summary>
    public void Append(long firstPosition, long lastPosition, IReadOnlyList<StreamPoint> streams)
    {
        var record = HeadCodec.Encode(
            new HeadRecord { Sequence = _sequence + 1, FirstPosition = firstPosition, LastPosition = lastPosition, Streams = streams }, _link);
        Allocate(_end + record.Length);
        RandomAccess.Write(_file, record, _end);
        Durably.Flush(_file);
        _end += record.Length;
        _sequence++;
        _link = HeadCodec.LinkOf(record);
    }

    /// <summary>Makes room for the record of a group before it is committed, so that a full disk can't stop the record afterwards.</summary>
    public void MakeRoom(IReadOnlyCollection<StreamId> streams) => Allocate(_end + HeadCodec.SizeOf(streams));

    /// <summary>Starts anew with a base record: everything before it is in the database file, flushed.</summary>
    public void Rebase(BaseRecord record)
    {
        var (file, link, end) = WriteNew(_path, _stepBytes, record);
        _file.Dispose();
        (_file, _link, _end, _sequence, _allocated) = (file, link, end, 0, RandomAccess.GetLength(file));
    }

    public void Dispose() => _file.Dispose();

    private static (SafeFileHandle File, byte[] Link, long End) WriteNew(string path, int stepBytes, BaseRecord record)
    {
        var next = NextOf(path);
        var bytes = HeadCodec.Encode(record);
        var file = File.OpenHandle(next, FileMode.Create, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        try
        {
            ZeroFile.Write(file, 0, stepBytes);
            RandomAccess.Write(file, bytes, 0);
            Durably.Flush(file);
            if (File.Exists(path))
                File.Move(path, PreviousOf(path), overwrite: true);
            File.Move(next, path, overwrite: true);
            Durably.FlushFolderOf(path);
            return (file, HeadCodec.LinkOf(bytes), bytes.Length);
        }
        catch
        {
            file.Dispose();
            if (File.Exists(path))
                DeleteUnused(next);
            throw;
        }
    }

    private static string NextOf(string path) => path + ".next";

    private static string PreviousOf(string path) => path + ".previous";

    // On a full disk what was written of it would be missed elsewhere.
    private static void DeleteUnused(string next)
    {
        try
        {
            File.Delete(next);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What failed before is what is told; the next try writes over it.
        }
    }

    // A process that ended between the two renames left no file of this name. The previous one says the same about what was acknowledged.
    private static void FinishRenames(string path)
    {
        if (!File.Exists(path) && File.Exists(NextOf(path)) && File.Exists(PreviousOf(path)))
            File.Move(PreviousOf(path), path);
    }

    private void Allocate(long bytes)
    {
        if (bytes <= _allocated)
            return;
        var steps = ((bytes - _allocated) + _stepBytes - 1) / _stepBytes;
        ZeroFile.Write(_file, _allocated, steps * _stepBytes);
        Durably.Flush(_file);
        _allocated += steps * _stepBytes;
    }

    private void EraseTail()
    {
        ZeroFile.Write(_file, _end, _allocated - _end);
        Durably.Flush(_file);
    }

    // A record that was being written reaches as far as its length says, in pages of which some may be missing; beyond it is nothing.
    private static Tail AfterLast(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOfAnyExcept((byte)0) < 0)
            return Tail.Empty;
        var length = bytes.Length < HeadCodec.LengthBytes ? 0 : System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes);
        var reach = length is > 0 and <= HeadCodec.RecordMax ? HeadCodec.LengthBytes + length : TornReachMax;
        return bytes.Length > reach && bytes[reach..].IndexOfAnyExcept((byte)0) >= 0 ? Tail.Damaged : Tail.Torn;
    }

    // Where not even the length was written: pages of one record.
    private const int TornReachMax = 64 * 1024;

    private enum Tail
    {
        Empty,
        Torn,
        Damaged,
    }
}
