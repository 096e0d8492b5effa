using System.Collections.Concurrent;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;

namespace EventAdmin.Storage.Cassandra.Sessions;

/// <summary>
/// The tables of one store: statements by their text, in which <c>{keyspace}</c> stands for the keyspace, prepared once each. Thread-safe.
/// </summary>
/// <param name="session">To the cluster.</param>
/// <param name="keyspace">The keyspace; its name has been checked.</param>
/// <param name="levels">The levels that the store's tier asks for.</param>
internal sealed class StoreTables(ICqlSession session, string keyspace, StoreLevels levels)
{
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>The levels that the store's tier asks for.</summary>
    public StoreLevels Levels => levels;

    /// <summary>Reads every row of an answer, page by page, up to a number of them.</summary>
    public async Task<IReadOnlyList<T>> ReadAsync<T>(TableRead read, CqlRowReader<T> reader, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await foreach (var page in ReadPagesAsync(read, reader, cancellationToken).ConfigureAwait(false))
        {
            rows.AddRange(page);
            if (rows.Count >= read.RowsMax)
                break;
        }

        return rows;
    }

    /// <summary>Reads the one row of an answer; the default value when there is none.</summary>
    public async Task<T?> ReadOneAsync<T>(TableRead read, CqlRowReader<T> reader, CancellationToken cancellationToken)
    {
        using var result = await ExecuteAsync(read.Text, CqlStatementKind.Read, read.Bind, CallOf(read), cancellationToken).ConfigureAwait(false);
        return result.Page.TryFirst(reader, out var row) ? row : default;
    }

    /// <summary>Writes. Repeating it changes nothing.</summary>
    public async Task WriteAsync(TableWrite write, CancellationToken cancellationToken)
    {
        var call = CallOf(write.TimestampMicros);
        using var result = await ExecuteAsync(write.Text, CqlStatementKind.IdempotentWrite, write.Bind, call, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes several rows of one partition together: all or none. They have one write timestamp.</summary>
    public async Task WriteAsync(IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
    {
        if (writes.Count == 1)
        {
            await WriteAsync(writes[0], cancellationToken).ConfigureAwait(false);
            return;
        }

        var entries = new List<CqlBatchEntry>(writes.Count);
        try
        {
            foreach (var write in writes)
            {
                var statement = await PrepareAsync(write.Text, CqlStatementKind.IdempotentWrite, cancellationToken).ConfigureAwait(false);
                var values = new CqlValues(statement.BindColumns);
                entries.Add(new CqlBatchEntry(statement, values));
                write.Bind(values);
            }

            var batch = new CqlBatch(CqlStatementKind.IdempotentWrite, entries);
            using var result = await session.ExecuteBatchAsync(batch, CallOf(writes[0].TimestampMicros), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var entry in entries)
                entry.Values.Dispose();
        }
    }

    /// <summary>
    /// Writes on a condition. False when it was refused. Where the cluster does not say, <paramref name="settle"/> reads what became of it.
    /// </summary>
    public async Task<bool> DecideAsync(string text, Action<CqlValues> bind, Func<CancellationToken, Task<bool>> settle, CancellationToken cancellationToken)
    {
        var call = new CqlCall { Consistency = levels.Commit, SerialConsistency = levels.Serial, Datacenter = levels.Home, Label = "P0" };
        try
        {
            using var result = await ExecuteAsync(text, CqlStatementKind.Conditional, bind, call, cancellationToken).ConfigureAwait(false);
            return result.Applied == true;
        }
        catch (CqlException e) when (e.Outcome == CqlOutcome.Unknown)
        {
            return await settle(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads every row of an answer, page by page.</summary>
    public async IAsyncEnumerable<IReadOnlyList<T>> ReadPagesAsync<T>(
        TableRead read, CqlRowReader<T> reader, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = CallOf(read);
        do
        {
            using var result = await ExecuteAsync(read.Text, CqlStatementKind.Read, read.Bind, call, cancellationToken).ConfigureAwait(false);
            call = call with { PagingState = result.NextPage };
            yield return result.Page.ToList(reader);
        }
        while (!call.PagingState.IsEmpty);
    }

    private async Task<CqlResult> ExecuteAsync(
        string text, CqlStatementKind kind, Action<CqlValues> bind, CqlCall call, CancellationToken cancellationToken)
    {
        var statement = await PrepareAsync(text, kind, cancellationToken).ConfigureAwait(false);
        using var values = new CqlValues(statement.BindColumns);
        bind(values);
        return await session.ExecuteAsync(statement, values, call, cancellationToken).ConfigureAwait(false);
    }

    // The session keeps what it has prepared.
    private ValueTask<ICqlStatement> PrepareAsync(string text, CqlStatementKind kind, CancellationToken cancellationToken) =>
        session.PrepareAsync(_texts.GetOrAdd(text, static (template, name) => template.Replace("{keyspace}", name, StringComparison.Ordinal), keyspace), kind, cancellationToken);

    private CqlCall CallOf(TableRead read) => new()
    {
        Consistency = read.Level,
        Datacenter = read.Level.IsSerial() ? levels.Home : null,
        PageSize = Math.Min(read.RowsMax, TableRead.PageRowsMax),
        Label = read.Label,
    };

    private CqlCall CallOf(long? timestampMicros) => new() { Consistency = levels.Commit, TimestampMicros = timestampMicros, Label = "P3" };
}

/// <summary>The levels that a store's tier asks for.</summary>
/// <param name="Serial">Of what is written on a condition.</param>
/// <param name="Commit">Of plain writes.</param>
/// <param name="Home">The datacenter through which conditional statements go; null for the nearest.</param>
internal sealed record StoreLevels(CqlConsistency Serial, CqlConsistency Commit, string? Home);

/// <summary>A statement that reads.</summary>
internal sealed record TableRead
{
    /// <summary>The most rows in one answer of the cluster.</summary>
    public const int PageRowsMax = 1000;

    /// <summary>The statement, with <c>{keyspace}</c> for the keyspace.</summary>
    public required string Text { get; init; }

    /// <summary>Gives the values of its markers.</summary>
    public required Action<CqlValues> Bind { get; init; }

    /// <summary>The level.</summary>
    public required CqlConsistency Level { get; init; }

    /// <summary>About so many rows are wanted.</summary>
    public int RowsMax { get; init; } = int.MaxValue;

    /// <summary>The class of work.</summary>
    public string Label { get; init; } = "P1";
}

/// <summary>A statement that writes, and may be repeated.</summary>
/// <param name="Text">The statement, with <c>{keyspace}</c> for the keyspace.</param>
/// <param name="Bind">Gives the values of its markers.</param>
/// <param name="TimestampMicros">The write timestamp; null for the clock's.</param>
internal sealed record TableWrite(string Text, Action<CqlValues> Bind, long? TimestampMicros);
