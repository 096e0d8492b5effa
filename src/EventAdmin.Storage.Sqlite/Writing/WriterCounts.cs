namespace EventAdmin.Storage.Sqlite.Writing;

/// <summary>What the writer loop did since the store was opened. Written by the loop, read by anybody.</summary>
internal sealed class WriterCounts
{
    private long _commits;
    private long _appends;
    private long _events;
    private long _refused;
    private long _largestGroup;
    private long _walBytes;
    private long _checkpoints;
    private long _reopened;

    public long Commits => Interlocked.Read(ref _commits);

    public long Appends => Interlocked.Read(ref _appends);

    public long Events => Interlocked.Read(ref _events);

    public long Refused => Interlocked.Read(ref _refused);

    public long LargestGroup => Interlocked.Read(ref _largestGroup);

    public long WalBytes => Interlocked.Read(ref _walBytes);

    public long Checkpoints => Interlocked.Read(ref _checkpoints);

    public long Reopened => Interlocked.Read(ref _reopened);

    public void CountReopened() => Interlocked.Increment(ref _reopened);

    public void CountCommit() => Interlocked.Increment(ref _commits);

    public void CountGroup(int appends, int events)
    {
        Interlocked.Add(ref _appends, appends);
        Interlocked.Add(ref _events, events);
        if (appends > LargestGroup)
            Interlocked.Exchange(ref _largestGroup, appends);
    }

    public void CountRefused(int appends) => Interlocked.Add(ref _refused, appends);

    public void SetWal(long bytes, long checkpoints)
    {
        Interlocked.Exchange(ref _walBytes, bytes);
        Interlocked.Exchange(ref _checkpoints, checkpoints);
    }
}
