using EventAdmin.Storage.Cassandra.Leases;

namespace EventAdmin.Storage.Cassandra.Schema;

/// <summary>
/// Keeps a second migrator waiting while one works: the row <c>schema</c> of <c>leases</c>. A holder whose beat stands still for
/// <see cref="Patience"/> of the waiting one's own clock is taken for gone. It beats after each statement, not by a timer: a migrator that
/// hangs in one is replaced.
/// </summary>
internal sealed class SchemaLease
{
    /// <summary>Longer than any statement that changes the schema takes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private const string Scope = "schema";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly LeaseTable _table;
    private LeaseRow _held;

    private SchemaLease(LeaseTable table, LeaseRow held) => (_table, _held) = (table, held);

    /// <summary>Waits until the lease is this one's.</summary>
    public static async Task<SchemaLease> TakeAsync(LeaseTable table, TimeProvider clock, CancellationToken cancellationToken)
    {
        var owner = $"{Environment.MachineName}/{Guid.CreateVersion7(clock.GetUtcNow())}";
        var watch = new LeaseWatch(clock, Patience);
        while (true)
        {
            var found = await table.FindAsync(Scope, cancellationToken).ConfigureAwait(false);
            var mine = new LeaseRow(owner, (found?.Epoch ?? 0) + 1, (found?.Beat ?? 0) + 1);
            if (watch.IsFree(found) && await table.TryReplaceAsync(Scope, found, mine, cancellationToken).ConfigureAwait(false))
                return new SchemaLease(table, mine);
            await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says that its holder still works. False when another one took it.</summary>
    public Task<bool> BeatAsync(CancellationToken cancellationToken) => ReplaceAsync(_held with { Beat = _held.Beat + 1 }, cancellationToken);

    /// <summary>Gives it to whoever waits.</summary>
    public Task<bool> ReleaseAsync(CancellationToken cancellationToken) =>
        ReplaceAsync(_held with { Owner = null, Beat = _held.Beat + 1 }, cancellationToken);

    private async Task<bool> ReplaceAsync(LeaseRow next, CancellationToken cancellationToken)
    {
        if (!await _table.TryReplaceAsync(Scope, _held, next, cancellationToken).ConfigureAwait(false))
            return false;
        _held = next;
        return true;
    }
}
