using EventAdmin.Cli.Terminal;

namespace EventAdmin.Cli.Tail;

/// <summary>
/// A file that lines are added to. Together with a checkpoint that holds its length it has every event once, whenever the process was
/// killed: what stands behind that length was written and not yet noted, and is cut off before the tail goes on.
/// </summary>
internal sealed class TailTarget : IAsyncDisposable
{
    private readonly FileStream _file;

    private TailTarget(FileStream file) => _file = file;

    public long Bytes => _file.Position;

    public static TailTarget Open(string path, long? bytes)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.CannotWrite, $"'{path}' can't be written: {e.Message}", e);
        }

        if (file.Length < bytes)
        {
            var found = file.Length;
            file.Dispose();
            throw new CommandFailedException(
                ExitCode.BadInput,
                $"'{path}' has {Say.Size(found)} and the checkpoint says {Say.Size(bytes.Value)}: lines are gone. Bring the file back, or begin anew with another checkpoint.");
        }

        file.SetLength(bytes ?? file.Length);
        file.Seek(0, SeekOrigin.End);
        return new TailTarget(file);
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken) => await _file.WriteAsync(line, cancellationToken);

    /// <summary>Returns once the lines are on the disk, as the checkpoint that is written next says they are.</summary>
    public void Flush() => _file.Flush(flushToDisk: true);

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
