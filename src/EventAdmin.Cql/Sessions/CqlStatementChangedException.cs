using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>
/// A node gives a statement another id than it was prepared under: the statement is no longer what it was. Prepare it anew; the attempt
/// that met it executed nothing.
/// </summary>
public sealed class CqlStatementChangedException(string text, CqlOutcome outcome)
    : CqlException($"A node prepares this statement under another id than before: {text}", outcome, null)
{
    /// <summary>The statement's text.</summary>
    public string Text { get; } = text;
}
