using EventAdmin.Testing.Processes;

namespace EventAdmin.Web.Tests.Hosting;

/// <summary>The server's own executable as a process.</summary>
internal static class ServerProcess
{
    public static DotnetProcess Start(string[] arguments, params (string Name, string Value)[] environment) =>
        DotnetProcess.Start(typeof(Program).Assembly.Location, arguments, [("ASPNETCORE_ENVIRONMENT", "Production"), .. environment]);

    /// <summary>Runs it to its end.</summary>
    public static async Task<Ending> RunAsync(string[] arguments, CancellationToken cancellationToken, params (string Name, string Value)[] environment)
    {
        await using var process = Start(arguments, environment);
        return await process.EndAsync(cancellationToken);
    }
}
