namespace EventAdmin.Cql.Messages;

/// <summary>The kinds of RESULT (section 4.2.5 of the protocol's specification).</summary>
internal enum ResultKind
{
    /// <summary>The answer is no RESULT.</summary>
    None = 0,

    Void = 1,
    Rows = 2,
    SetKeyspace = 3,
    Prepared = 4,
    SchemaChange = 5,
}
