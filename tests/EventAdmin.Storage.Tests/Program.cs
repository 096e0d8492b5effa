using EventAdmin.Storage.Tests.Sqlite;

namespace EventAdmin.Storage.Tests;

/// <summary>Runs the tests, or, started by one of them, is the second process that it needs.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["store-process", .. var verb])
            return await StoreProcessVerbs.RunAsync(verb);
        // The two ways in which the package's own entry point runs tests.
        return args.Contains("--server", StringComparer.Ordinal) || args.Contains("--internal-msbuild-node", StringComparer.Ordinal)
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
