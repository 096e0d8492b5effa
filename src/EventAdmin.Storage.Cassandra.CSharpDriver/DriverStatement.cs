using Cassandra;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;

namespace EventAdmin.Storage.Cassandra.CSharpDriver;

/// <summary>A statement that the driver prepared. Values are bound as the bytes that they are sent as, whatever the column's type.</summary>
internal sealed class DriverStatement(string text, CqlStatementKind kind, global::Cassandra.PreparedStatement prepared) : ICqlStatement
{
    public string Text => text;

    public CqlStatementKind Kind => kind;

    public string? Keyspace => BindColumns.Count > 0 ? BindColumns[0].Keyspace : null;

    public string? Table => BindColumns.Count > 0 ? BindColumns[0].Table : null;

    public CqlColumns BindColumns { get; } = DriverTypes.ColumnsOf(prepared.Variables?.Columns);

    public IReadOnlyList<int> KeyMarkers { get; } = prepared.RoutingIndexes ?? [];

    public BoundStatement Bind(CqlValues values)
    {
        var reader = new CqlReader(values.Written.Span);
        var bound = new object?[values.Count];
        for (var i = 0; i < bound.Length; i++)
        {
            var length = reader.Int32();
            bound[i] = length switch { -1 => null, < -1 => Unset.Value, _ => reader.Take(length).ToArray() };
        }

        return prepared.Bind(bound);
    }
}
