namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>The owner can't go on: it finishes nothing and answers nothing.</summary>
internal sealed class ReignEndedException(string reason, bool isDegraded, Exception? innerException = null) : Exception(reason, innerException)
{
    /// <summary>True when a person may have to mend something.</summary>
    public bool IsDegraded { get; } = isDegraded;
}
