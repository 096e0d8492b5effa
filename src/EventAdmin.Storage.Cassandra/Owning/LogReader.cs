using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>Reads committed frames: of those that were ever written for a number, the one whose epoch reigned.</summary>
internal sealed class LogReader(ShardSteps steps, ShardSettings settings)
{
    private const int TriesMax = 5;

    /// <summary>The frame that begins with a number.</summary>
    /// <exception cref="ReignEndedException">It is missing, though it is committed.</exception>
    public Task<(LogRow Row, Frame Frame)> ReadFromAsync(long first, ShardRow shard, CancellationToken cancellationToken) =>
        FindAsync(first, shard, (store, stop) => store.ReadFramesFromAsync(first, stop), cancellationToken);

    /// <summary>The frame that holds a number.</summary>
    /// <exception cref="ReignEndedException">It is missing, though it is committed.</exception>
    public Task<(LogRow Row, Frame Frame)> ReadHoldingAsync(long number, ShardRow shard, CancellationToken cancellationToken) =>
        FindAsync(number, shard, (store, stop) => store.ReadFramesHoldingAsync(number, stop), cancellationToken);

    private async Task<(LogRow Row, Frame Frame)> FindAsync(
        long number, ShardRow shard, Func<ShardStore, CancellationToken, Task<IReadOnlyList<LogRow>>> read, CancellationToken cancellationToken)
    {
        // A replica may yet be brought up to date by the reading itself.
        for (var tries = 0; tries < TriesMax; tries++)
        {
            var rows = await steps.ReadAsync(read, cancellationToken).ConfigureAwait(false);
            if (Choose(rows, shard) is { } row)
                return (row, Decode(row));
            await steps.PauseAsync(tries, cancellationToken).ConfigureAwait(false);
        }

        throw new ReignEndedException(
            $"the committed frame with number {number} of shard {shard.Shard} of line {shard.Line} is missing", isDegraded: true);
    }

    private LogRow? Choose(IReadOnlyList<LogRow> rows, ShardRow shard)
    {
        if (!settings.Rules.ReignsDecide)
            return rows.Count == 0 ? null : rows[0];
        return rows.FirstOrDefault(shard.Counts);
    }

    private static Frame Decode(LogRow row)
    {
        try
        {
            return FrameCodec.Decode(row);
        }
        catch (LogDamagedException e)
        {
            throw new ReignEndedException(e.Message, isDegraded: true, e);
        }
    }
}
