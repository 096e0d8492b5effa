using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Cassandra.Rows;

/// <summary>Hashes in cells.</summary>
internal static class HashCells
{
    /// <summary>The hash in a column; <c>default</c> where it has none.</summary>
    public static HistoryHash Read(CqlRow row, int column) => row.IsNull(column) ? default : new HistoryHash(row.GetBlob(column));

    /// <summary>Adds a hash.</summary>
    public static CqlValues Hash(this CqlValues values, HistoryHash hash)
    {
        Span<byte> bytes = stackalloc byte[HistoryHash.Length];
        hash.WriteTo(bytes);
        return values.Blob(bytes);
    }
}
