using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Schema;

/// <summary>
/// Keeps a second migrator waiting while one works: the row <c>schema</c> of <c>leases</c>. A holder whose beat stands still for
/// <see cref="Patience"/> of the waiting one's own clock is taken for gone.
/// </summary>
internal sealed class SchemaLease
{
    /// <summary>Longer than any statement that changes the schema takes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private const string Scope = "schema";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly ICqlSession _session;
    private readonly CqlCall _call;
    private readonly TimeProvider _clock;
    private readonly string _owner;
    private readonly string _keyspace;
    private LeaseRow _held = new(Owner: null, Epoch: 0, Beat: 0);

    private SchemaLease(ICqlSession session, string keyspace, CqlCall call, TimeProvider clock)
    {
        _session = session;
        _keyspace = keyspace;
        _call = call;
        _clock = clock;
        _owner = $"{Environment.MachineName}/{Guid.CreateVersion7(clock.GetUtcNow())}";
    }

    /// <summary>Waits until the lease is this one's.</summary>
    public static async Task<SchemaLease> TakeAsync(ICqlSession session, string keyspace, CqlCall call, TimeProvider clock, CancellationToken cancellationToken)
    {
        var lease = new SchemaLease(session, keyspace, call, clock);
        var (seen, since) = (default(LeaseRow), clock.GetTimestamp());
        while (true)
        {
            var now = await lease.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (now != seen)
                (seen, since) = (now, clock.GetTimestamp());
            if (now?.Owner is null || clock.GetElapsedTime(since) > Patience)
            {
                if (await lease.TryWriteAsync(now, new LeaseRow(lease._owner, (now?.Epoch ?? 0) + 1, (now?.Beat ?? 0) + 1), cancellationToken).ConfigureAwait(false))
                    return lease;
            }

            await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says that its holder still works. False when another one took it.</summary>
    public Task<bool> BeatAsync(CancellationToken cancellationToken) => TryWriteAsync(_held, _held with { Beat = _held.Beat + 1 }, cancellationToken);

    /// <summary>Gives it to whoever waits.</summary>
    public Task<bool> ReleaseAsync(CancellationToken cancellationToken) =>
        TryWriteAsync(_held, _held with { Owner = null, Beat = _held.Beat + 1 }, cancellationToken);

    private async Task<LeaseRow?> ReadAsync(CancellationToken cancellationToken)
    {
        var select = await _session.PrepareAsync($"SELECT owner, epoch, beat FROM {_keyspace}.leases WHERE scope = ?", CqlStatementKind.Read, cancellationToken).ConfigureAwait(false);
        using var values = new CqlValues(select.BindColumns).Text(Scope);
        var call = _call with { Consistency = _call.SerialConsistency!.Value, SerialConsistency = null };
        using var result = await _session.ExecuteAsync(select, values, call, cancellationToken).ConfigureAwait(false);
        result.Page.TryFirst(static row => new LeaseRow(row.GetTextOrNull(0), row.GetInt32(1), row.GetInt64(2)), out var found);
        return found;
    }

    private async Task<bool> TryWriteAsync(LeaseRow? from, LeaseRow to, CancellationToken cancellationToken)
    {
        var text = from is null
            ? $"INSERT INTO {_keyspace}.leases (owner, epoch, beat, scope) VALUES (?, ?, ?, ?) IF NOT EXISTS"
            : $"UPDATE {_keyspace}.leases SET owner = ?, epoch = ?, beat = ? WHERE scope = ? IF epoch = ? AND beat = ?";
        var write = await _session.PrepareAsync(text, CqlStatementKind.Conditional, cancellationToken).ConfigureAwait(false);
        using var values = new CqlValues(write.BindColumns);
        if (to.Owner is null)
            values.Null();
        else
            values.Text(to.Owner);
        values.Int32(to.Epoch).Int64(to.Beat).Text(Scope);
        if (from is not null)
            values.Int32(from.Epoch).Int64(from.Beat);
        bool applied;
        try
        {
            using var result = await _session.ExecuteAsync(write, values, _call, cancellationToken).ConfigureAwait(false);
            applied = result.Applied == true;
        }
        catch (CqlException e) when (e.Outcome == CqlOutcome.Unknown)
        {
            // Nobody else writes this owner's name with this beat.
            applied = await ReadAsync(cancellationToken).ConfigureAwait(false) == to;
        }

        if (applied)
            _held = to;
        return applied;
    }

    private sealed record LeaseRow(string? Owner, int Epoch, long Beat);
}
