using System.Text;

namespace EventAdmin.Torture.PowerLoss;

/// <summary>The model of a disk that images come from must itself lose what was not flushed, and nothing else.</summary>
public sealed class Imagining_a_disk : IDisposable
{
    private const int Images = 200;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventadmin-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_was_flushed_is_in_every_image()
    {
        var disk = Play(Create(1, "a"), Write(1, 0, "kept"), Flush(1), FlushFolder(), Write(1, 4, "lost"));

        Assert.All(Imagine(disk, "a"), text => Assert.StartsWith("kept", text, StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_not_flushed_is_there_or_not_and_torn_between_sectors()
    {
        var disk = Play(Create(1, "a"), Flush(1), FlushFolder(), Write(1, 0, new string('x', 512) + new string('y', 512)));

        var images = Imagine(disk, "a").ToHashSet(StringComparer.Ordinal);

        Assert.Contains("", images);
        Assert.Contains(new string('x', 512) + new string('y', 512), images);
        Assert.Contains(new string('x', 512), images);
        Assert.Contains(new string('\0', 512) + new string('y', 512), images);
        Assert.Equal(4, images.Count);
    }

    [Fact]
    public void An_earlier_write_may_be_missing_where_a_later_one_is_there()
    {
        var disk = Play(Create(1, "a"), FlushFolder(), Write(1, 0, "first"), Write(1, 512, "second"));

        Assert.Contains(new string('\0', 512) + "second", Imagine(disk, "a"));
    }

    [Fact]
    public void A_name_is_durable_when_its_folder_was_flushed()
    {
        var disk = Play(Create(1, "a"), Write(1, 0, "old"), Flush(1), FlushFolder(), Create(2, "b"), Write(2, 0, "new"), Flush(2), Rename("b", "a"));

        Assert.Equal(["new", "old"], Imagine(disk, "a").Distinct().Order(StringComparer.Ordinal));
        disk.Apply(FlushFolder());
        Assert.Equal(["new"], Imagine(disk, "a").Distinct());
    }

    [Fact]
    public void A_call_that_failed_did_nothing()
    {
        var disk = Play(Create(1, "a"), FlushFolder(), Write(1, 0, "lost"), Flush(1) with { IsFailed = true });

        Assert.Contains("", Imagine(disk, "a"));
    }

    private static Disk Play(params LogEntry[] entries)
    {
        var disk = new Disk();
        foreach (var entry in entries)
            disk.Apply(entry);
        return disk;
    }

    private List<string> Imagine(Disk disk, string name) => [.. Enumerable.Range(0, Images).Select(seed =>
    {
        var folder = _folder.CreateSubdirectory("image");
        disk.Imagine(new Random(seed), folder.FullName);
        var path = Path.Combine(folder.FullName, name);
        var text = File.Exists(path) ? File.ReadAllText(path, Encoding.ASCII) : "";
        folder.Delete(recursive: true);
        return text;
    })];

    private static LogEntry Create(ulong file, string name) => Entry(LogKind.Create, file, 0, name);

    private static LogEntry Write(ulong file, long offset, string text) => Entry(LogKind.Write, file, offset, text);

    private static LogEntry Flush(ulong file) => Entry(LogKind.Flush, file, 0, "");

    private static LogEntry FlushFolder() => Entry(LogKind.FlushFolder, 0, 0, "");

    private static LogEntry Rename(string from, string to) => Entry(LogKind.Rename, 0, 0, $"{from}\0{to}");

    private static LogEntry Entry(LogKind kind, ulong file, long offset, string text) => new(kind, IsFailed: false, file, offset, Encoding.ASCII.GetBytes(text));
}
