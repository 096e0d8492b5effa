using System.Diagnostics;
using System.Security.Cryptography;
using EventAdmin.Benchmarks.Measuring;
using EventAdmin.Storage.Sqlite.Configuration;
using EventAdmin.Storage.Sqlite.Maintenance;

namespace EventAdmin.Benchmarks.Stores;

/// <summary>The full verification of a store against what no verification can do without: reading the file, and SHA-256 over it.</summary>
internal static class VerifyBenchmark
{
    private const int Events = 500_000;
    private const int Chunk = 1024 * 1024;

    /// <summary>Measures a store of its own, of a million events, or one that is there.</summary>
    public static async Task RunAsync(int rounds, string? path)
    {
        DirectoryInfo? folder = null;
        if (path is null)
        {
            folder = Directory.CreateTempSubdirectory("eventadmin-bench-");
            path = Path.Combine(folder.FullName, "store.db");
            await LargeStore.SeedAsync(path, Events);
        }

        var ratios = new Ratios();
        for (var round = 0; round <= rounds; round++)
        {
            var (read, hash) = (Measure(() => Scan(path, hasher: null)), MeasureHash(path));
            var events = 0L;
            var verified = Measure(() => events = Verify(path));
            if (round > 0 || rounds == 0)
                ratios.Add($"{events:N0} events in {verified:F1} s ({events / verified:N0}/s); the file read in {read:F1} s, and hashed in {hash:F1} s", Math.Max(read, hash) / verified);
        }

        ratios.Conclude("full verification, rate to the lower of those of reading the file and of SHA-256 over it");
        folder?.Delete(recursive: true);
    }

    private static long Verify(string path)
    {
        using var store = StoppedStore.Take(new SqliteStorageOptions { Path = path }, TimeProvider.System);
        var report = store.Verify(isDeep: false, progress: null, CancellationToken.None);
        return report.IsSound ? report.Events : throw new InvalidOperationException($"Expected a sound store, found {string.Join(' ', report.Problems)}");
    }

    private static double MeasureHash(string path)
    {
        using var hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return Measure(() => Scan(path, hasher));
    }

    private static void Scan(string path, IncrementalHash? hasher)
    {
        using var file = File.OpenHandle(path);
        var buffer = new byte[Chunk];
        int length;
        for (var offset = 0L; (length = RandomAccess.Read(file, buffer, offset)) > 0; offset += length)
            hasher?.AppendData(buffer, 0, length);
    }

    private static double Measure(Action act)
    {
        var watch = Stopwatch.StartNew();
        act();
        return watch.Elapsed.TotalSeconds;
    }
}
