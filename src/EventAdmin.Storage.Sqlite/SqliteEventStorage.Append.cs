using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Sqlite;

public sealed partial class SqliteEventStorage
{
    /// <inheritdoc/>
    public Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        // Looked at on the caller's thread, so that the writer loop does not do it for all.
        return AppendRules.Check(request, _limits) is { } refused
            ? Task.FromResult<AppendOutcome>(refused)
            : _writer.AppendAsync(request, cancellationToken);
    }
}
