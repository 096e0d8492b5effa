using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>The static cells of a bucket.</summary>
/// <param name="Head">The newest version.</param>
/// <param name="Hash">The stream's hash up to it.</param>
/// <param name="FirstLive">The first version that counts.</param>
/// <param name="Status">0 open, else the stream takes no appends.</param>
/// <param name="Bytes">Bytes of data of the stream up to it.</param>
internal readonly record struct BucketHead(long Head, HistoryHash Hash, long FirstLive, sbyte Status, long Bytes)
{
    /// <summary>The columns that <see cref="Read"/> wants, behind the key's two.</summary>
    public const string Columns = "head, head_hash, first_live, status, bytes";

    public static BucketHead? Read(CqlRow row) => row.IsNull(2)
        ? null
        : new BucketHead(
            row.GetInt64(2), HashCells.Read(row, 3), row.IsNull(4) ? 0 : row.GetInt64(4), row.IsNull(5) ? (sbyte)0 : row.GetInt8(5), row.IsNull(6) ? 0 : row.GetInt64(6));
}
