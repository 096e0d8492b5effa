namespace EventAdmin.Benchmarks.Clients;

/// <summary>
/// A client of the canned node. Every operation reads the whole of its answer, value by value. Their methods are pooled, so that it is the
/// client that is measured.
/// </summary>
internal interface IMeasuredClient : IAsyncDisposable
{
    string Name { get; }

    ValueTask ExecuteAsync(Work work, long number);
}

/// <summary>What a client is asked to do.</summary>
internal enum Work
{
    /// <summary>One row is written.</summary>
    Write,

    /// <summary>One row is read.</summary>
    ReadOne,

    /// <summary>A page of 100 rows is read.</summary>
    ReadPage,

    /// <summary>A conditional batch of three statements.</summary>
    Claim,
}
