namespace EventAdmin.Torture.PowerLoss;

/// <summary>
/// The folder of a store on a disk that forgets what was not flushed. Names are made, changed and removed in order, and are durable when
/// the folder was flushed; a power failure may take any end of what came since.
/// </summary>
internal sealed class Disk
{
    private readonly Dictionary<ulong, DiskFile> _files = [];
    private readonly Dictionary<string, DiskFile> _names = new(StringComparer.Ordinal);
    private readonly List<Action<Dictionary<string, DiskFile>>> _namesSince = [];
    private Dictionary<string, DiskFile> _flushedNames = new(StringComparer.Ordinal);

    /// <summary>Takes in a call that was made.</summary>
    public void Apply(LogEntry entry)
    {
        if (entry.IsFailed)
            return;
        switch (entry.Kind)
        {
            case LogKind.Create:
                var made = _files[entry.File] = new DiskFile();
                Name(names => names[entry.Names[0]] = made);
                break;
            case LogKind.Open:
                // A file that was there before, or a new name of one.
                if (!_files.ContainsKey(entry.File) && _names.TryGetValue(entry.Names[0], out var known))
                    _files[entry.File] = known;
                break;
            case LogKind.Write or LogKind.Truncate:
                _files[entry.File].Add(entry);
                break;
            case LogKind.Flush:
                _files[entry.File].Flush();
                break;
            case LogKind.FlushFolder:
                _flushedNames = new Dictionary<string, DiskFile>(_names, StringComparer.Ordinal);
                _namesSince.Clear();
                break;
            case LogKind.Rename or LogKind.Link or LogKind.Unlink:
                Name(names => Rename(names, entry.Kind, entry.Names));
                break;
            default:
                break;
        }
    }

    /// <summary>Writes what may be left after the power went into a folder.</summary>
    public void Imagine(Random random, string folder)
    {
        var names = new Dictionary<string, DiskFile>(_flushedNames, StringComparer.Ordinal);
        var kept = random.Next(2) == 0 ? _namesSince.Count : random.Next(_namesSince.Count + 1);
        foreach (var change in _namesSince.Take(kept))
            change(names);
        foreach (var (name, file) in names)
            File.WriteAllBytes(Path.Combine(folder, name), file.Imagine(random));
    }

    private void Name(Action<Dictionary<string, DiskFile>> change)
    {
        change(_names);
        _namesSince.Add(change);
    }

    private static void Rename(Dictionary<string, DiskFile> names, LogKind kind, string[] words)
    {
        if (kind == LogKind.Unlink)
        {
            names.Remove(words[0]);
            return;
        }

        if (!names.TryGetValue(words[0], out var file))
            return;
        names[words[1]] = file;
        if (kind == LogKind.Rename)
            names.Remove(words[0]);
    }
}
