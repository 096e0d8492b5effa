using System.Security.Cryptography;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>
/// Puts large data into chunks before their append goes to the owner. Chunks belong to one append and its content; those of an append that
/// never happens waste space and nothing else. Thread-safe.
/// </summary>
internal sealed class PayloadChunks(ICqlSession session, ShardSettings settings)
{
    /// <summary>Bytes of data of one append that stay in its rows.</summary>
    public const int InlineAppendBytesMax = 256 * 1024;

    private readonly string _text = $"INSERT INTO {settings.Keyspace}.payload_chunks (append_id, idx, data_hash, chunk, data) VALUES (?, ?, ?, ?, ?)";

    /// <summary>The append as it goes to the owner, its chunks written.</summary>
    /// <exception cref="CqlException">They could not be written; nothing is stored.</exception>
    public async Task<OwnerAppend> WriteAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        var large = Choose(request);
        if (large.Count == 0)
            return OwnerAppend.Of(request);
        var streams = new List<StreamAppend>(request.Streams.Count);
        foreach (var stream in request.Streams)
        {
            var events = new List<NewEvent>(stream.Events.Count);
            for (var i = 0; i < stream.Events.Count; i++)
            {
                var e = stream.Events[i];
                events.Add(large.ContainsKey(e.Id) ? await WriteAsync(request.Id, (short)i, e, cancellationToken).ConfigureAwait(false) : e);
            }

            streams.Add(stream with { Events = events });
        }

        return new OwnerAppend(request with { Streams = streams }, large);
    }

    // Whatever is too large for a row; then the largest ones, until the rest fits. The same for the same append.
    private static Dictionary<EventId, int> Choose(AppendRequest request)
    {
        var chosen = new Dictionary<EventId, int>();
        long inline = request.Streams.Sum(static stream => stream.Events.Sum(static e => (long)e.Data.Length));
        foreach (var e in request.Streams.SelectMany(static stream => stream.Events).OrderByDescending(static e => e.Data.Length))
        {
            if (e.Data.Length <= StoredEvent.InlineBytesMax && inline <= InlineAppendBytesMax)
                break;
            chosen.Add(e.Id, e.Data.Length);
            inline -= e.Data.Length;
        }

        return chosen;
    }

    private async Task<NewEvent> WriteAsync(AppendId append, short index, NewEvent e, CancellationToken cancellationToken)
    {
        var hash = SHA256.HashData(e.Data.Span);
        var statement = await session.PrepareAsync(_text, CqlStatementKind.IdempotentWrite, cancellationToken).ConfigureAwait(false);
        for (short chunk = 0; chunk < StoredEvent.ChunksOf(e.Data.Length); chunk++)
        {
            var start = chunk * StoredEvent.ChunkBytes;
            var part = e.Data.Slice(start, Math.Min(StoredEvent.ChunkBytes, e.Data.Length - start));
            using var values = new CqlValues(statement.BindColumns);
            values.Guid(append.Value).Int16(index).Blob(hash).Int16(chunk).Blob(part.Span);
            var call = new CqlCall { Consistency = settings.CommitLevel, Datacenter = settings.Datacenter, Timeout = settings.GroupDeadline, Label = "P0" };
            using var written = await session.ExecuteAsync(statement, values, call, cancellationToken).ConfigureAwait(false);
        }

        return e with { Data = hash };
    }
}
