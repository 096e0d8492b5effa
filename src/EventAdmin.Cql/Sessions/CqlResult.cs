using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Sessions;

/// <summary>The answer to a request. Dispose it: its page lives in pooled memory.</summary>
public sealed class CqlResult : IDisposable
{
    /// <summary>The rows; without columns where the answer has none.</summary>
    public required CqlPage Page { get; init; }

    /// <summary>Whether a conditional statement took effect; null for every other statement.</summary>
    public bool? Applied { get; init; }

    /// <summary>What <see cref="CqlCall.PagingState"/> takes for the next page; empty behind the last one. A page may be empty and not the last.</summary>
    public ReadOnlyMemory<byte> NextPage { get; init; }

    /// <summary>How it was executed.</summary>
    public required CqlExecution Execution { get; init; }

    /// <summary>Gives the page's memory back.</summary>
    public void Dispose() => Page.Dispose();
}
