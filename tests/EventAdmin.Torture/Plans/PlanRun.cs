using EventAdmin.Torture.Report;

namespace EventAdmin.Torture.Plans;

/// <summary>One run of a plan: how long, from which seed, where its files are, and the proof that it adds to.</summary>
internal sealed class PlanRun : IDisposable
{
    // Where files of a run are quick: what a kill or an image takes from them is the same as on a disk.
    private const string InMemory = "/dev/shm";

    private readonly DirectoryInfo _folder;
    private int _folders;

    public PlanRun(Proof proof, int count, Action<string> say)
    {
        (Proof, Count, Say) = (proof, count, say);
        var parent = Directory.Exists(InMemory) ? InMemory : Path.GetTempPath();
        _folder = Directory.CreateDirectory(Path.Combine(parent, $"eventadmin-torture-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}"));
    }

    public Proof Proof { get; }

    /// <summary>How many episodes, images or bits.</summary>
    public int Count { get; }

    /// <summary>Takes a line for people; from any thread.</summary>
    public Action<string> Say { get; }

    public int Seed => Proof.Seed;

    /// <summary>A fresh folder.</summary>
    public string NewFolder()
    {
        var path = Path.Combine(_folder.FullName, Interlocked.Increment(ref _folders).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Directory.CreateDirectory(path);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>A way to break a store, and the checks that must hold all the same.</summary>
internal interface IPlan
{
    string Name { get; }

    /// <summary>What it does, for people.</summary>
    string Description { get; }

    /// <summary>How many episodes it has in CI, and in a long run.</summary>
    (int Short, int Long) Counts { get; }

    /// <summary>Why it can't run on this machine; null when it can.</summary>
    Task<string?> FindProblemAsync();

    Task RunAsync(PlanRun run, CancellationToken cancellationToken);
}
