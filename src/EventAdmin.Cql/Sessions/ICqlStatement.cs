using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>A prepared statement: what a caller knows of it, whichever driver prepared it.</summary>
public interface ICqlStatement
{
    /// <summary>The statement's text.</summary>
    string Text { get; }

    /// <summary>What it does, as given when it was prepared.</summary>
    CqlStatementKind Kind { get; }

    /// <summary>The keyspace of its table; null when it has no bind markers that name one.</summary>
    string? Keyspace { get; }

    /// <summary>Its table; null when it has no bind markers that name one.</summary>
    string? Table { get; }

    /// <summary>Its bind markers, in order, with their names and types.</summary>
    CqlColumns BindColumns { get; }

    /// <summary>Which bind markers are the partition key, in the key's order; empty when it cannot be routed by token.</summary>
    IReadOnlyList<int> KeyMarkers { get; }
}
