namespace EventAdmin.Storage.Sqlite.Connections;

/// <summary>A call of SQLite failed. Never leaves the project: its edges turn the code into an outcome or a named exception.</summary>
internal sealed class SqliteCallException(int code, string message) : Exception($"SQLite answered {code}: {message}")
{
    /// <summary>The extended result code.</summary>
    public int Code { get; } = code;

    /// <summary>The primary result code.</summary>
    public int PrimaryCode => Code & 0xFF;
}
