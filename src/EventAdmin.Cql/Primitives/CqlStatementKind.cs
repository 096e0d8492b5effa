namespace EventAdmin.Cql.Primitives;

/// <summary>What a statement does; decides where it is sent, and whether it may be sent again.</summary>
public enum CqlStatementKind
{
    /// <summary>Changes nothing.</summary>
    Read,

    /// <summary>A write whose repetition changes nothing; it carries its own write timestamp.</summary>
    IdempotentWrite,

    /// <summary>A write that must not be repeated.</summary>
    Write,

    /// <summary>A write with a condition (IF …): reaches the wire once.</summary>
    Conditional,
}
