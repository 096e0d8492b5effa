using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>The columns that a statement answers with, and the id by which the server knows them (protocol 5). Swapped as one.</summary>
internal sealed record ResultMetadata(ReadOnlyMemory<byte> Id, CqlColumns Columns);

/// <summary>A statement that this client has prepared.</summary>
internal sealed class PreparedStatement : ICqlStatement
{
    private volatile ResultMetadata _result;

    public PreparedStatement(string text, CqlStatementKind kind, PreparedResult prepared, Guid preparedOn)
    {
        PreparedOn = preparedOn;
        Text = text;
        Kind = kind;
        Id = prepared.Id;
        BindColumns = prepared.BindColumns;
        KeyMarkers = prepared.KeyIndexes;
        _result = MetadataOf(prepared);
        var named = prepared.BindColumns.Count > 0 ? prepared.BindColumns : prepared.ResultColumns;
        if (named.Count == 0)
            return;
        Keyspace = named[0].Keyspace;
        Table = named[0].Table;
    }

    public string Text { get; }

    public CqlStatementKind Kind { get; }

    public string? Keyspace { get; }

    public string? Table { get; }

    public CqlColumns BindColumns { get; }

    public IReadOnlyList<int> KeyMarkers { get; }

    public ReadOnlyMemory<byte> Id { get; }

    /// <summary>The node that prepared it first.</summary>
    public Guid PreparedOn { get; }

    public ResultMetadata Result => _result;

    /// <summary>How long its answers took lately; filled only while speculation is on.</summary>
    public LatencyWindow Latencies { get; } = new();

    /// <summary>The server answered with other columns than before.</summary>
    public void Replace(ResultMetadata result) => _result = result;

    /// <summary>It was prepared anew. Ids depend on keyspace and text alone: another one means that this is no longer the same statement.</summary>
    public bool TryRenew(PreparedResult prepared)
    {
        if (!Id.Span.SequenceEqual(prepared.Id))
            return false;
        _result = MetadataOf(prepared);
        return true;
    }

    private static ResultMetadata MetadataOf(PreparedResult prepared) => new(prepared.ResultMetadataId, prepared.ResultColumns);
}
