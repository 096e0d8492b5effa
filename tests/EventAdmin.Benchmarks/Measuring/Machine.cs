using System.Runtime.InteropServices;

namespace EventAdmin.Benchmarks.Measuring;

/// <summary>What a reader of figures must know of the machine.</summary>
internal static class Machine
{
    private const string LoadPath = "/proc/loadavg";

    /// <summary>Prints cores, memory, system and runtime, and how busy the machine is with other things.</summary>
    public static void Describe()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        var load = File.Exists(LoadPath) ? File.ReadAllText(LoadPath).Split(' ')[0] : "unknown";
        Console.WriteLine(
            $"{Environment.ProcessorCount} cores, {memory:F0} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; load before: {load}");
    }

    /// <summary>The processor time that this process has used, over all its threads.</summary>
    public static TimeSpan ProcessorTime => Environment.CpuUsage.TotalTime;
}
