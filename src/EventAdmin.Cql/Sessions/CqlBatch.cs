using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Sessions;

/// <summary>
/// Statements that are applied together: unlogged, of one table and one partition, which makes them atomic and isolated. Anything else is
/// refused before it is sent.
/// </summary>
public sealed class CqlBatch
{
    /// <summary>A batch of a kind.</summary>
    /// <param name="kind">IdempotentWrite or Conditional.</param>
    /// <param name="entries">At least one statement with its values.</param>
    /// <exception cref="ArgumentException">The kind is another one, there is no entry, or an entry's statement does not belong into it.</exception>
    public CqlBatch(CqlStatementKind kind, IReadOnlyList<CqlBatchEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (kind is not (CqlStatementKind.IdempotentWrite or CqlStatementKind.Conditional))
            throw new ArgumentException($"A batch is IdempotentWrite or Conditional, not {kind}.", nameof(kind));
        if (entries.Count is 0 or > ushort.MaxValue)
            throw new ArgumentException($"A batch has 1 to {ushort.MaxValue} statements, not {entries.Count}.", nameof(entries));
        foreach (var entry in entries)
        {
            if (!Fits(entry.Statement.Kind, kind))
                throw new ArgumentException($"A statement of kind {entry.Statement.Kind} does not belong into a batch of kind {kind}: {entry.Statement.Text}", nameof(entries));
        }

        Kind = kind;
        Entries = entries;
    }

    /// <summary>What the batch does; decides whether it may be sent again.</summary>
    public CqlStatementKind Kind { get; }

    /// <summary>The statements in order.</summary>
    public IReadOnlyList<CqlBatchEntry> Entries { get; }

    // A conditional batch may carry plain writes beside its condition; a batch that is repeated may carry only what can be.
    private static bool Fits(CqlStatementKind statement, CqlStatementKind batch) => batch == CqlStatementKind.Conditional
        ? statement != CqlStatementKind.Read
        : statement == CqlStatementKind.IdempotentWrite;
}

/// <summary>A statement of a batch.</summary>
/// <param name="Statement">The prepared statement.</param>
/// <param name="Values">The values of its bind markers.</param>
public readonly record struct CqlBatchEntry(ICqlStatement Statement, CqlValues Values);
