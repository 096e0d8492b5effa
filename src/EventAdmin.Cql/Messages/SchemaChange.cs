using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Messages;

/// <summary>What happened to a part of the schema.</summary>
internal enum SchemaChangeKind
{
    Created,
    Updated,
    Dropped,
}

/// <summary>Which kind of part.</summary>
internal enum SchemaTarget
{
    Keyspace,
    Table,
    Type,
    Function,
    Aggregate,
}

/// <summary>A change of the schema (section 4.2.5.5 of the protocol's specification); without name when the target is a keyspace.</summary>
internal sealed record SchemaChange(
    SchemaChangeKind Kind, SchemaTarget Target, string Keyspace, string? Name, IReadOnlyList<string> ArgumentTypes)
{
    public static SchemaChange Read(ref CqlReader reader)
    {
        var kind = reader.String() switch
        {
            "CREATED" => SchemaChangeKind.Created,
            "UPDATED" => SchemaChangeKind.Updated,
            "DROPPED" => SchemaChangeKind.Dropped,
            var other => throw new CqlProtocolException($"A schema change of kind '{other}'."),
        };
        var target = reader.String() switch
        {
            "KEYSPACE" => SchemaTarget.Keyspace,
            "TABLE" => SchemaTarget.Table,
            "TYPE" => SchemaTarget.Type,
            "FUNCTION" => SchemaTarget.Function,
            "AGGREGATE" => SchemaTarget.Aggregate,
            var other => throw new CqlProtocolException($"A schema change of a '{other}'."),
        };
        var keyspace = reader.String();
        var name = target == SchemaTarget.Keyspace ? null : reader.String();
        return new SchemaChange(
            kind, target, keyspace, name, target is SchemaTarget.Function or SchemaTarget.Aggregate ? reader.StringList() : []);
    }
}
