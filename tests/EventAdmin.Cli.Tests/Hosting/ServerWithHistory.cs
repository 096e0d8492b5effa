namespace EventAdmin.Cli.Tests.Hosting;

/// <summary>A server that holds the few events of <c>Golden/history.ndjson</c>.</summary>
public sealed class ServerWithHistory : OwnServer
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var imported = await new CommandRun { Server = Address }.InvokeAsync(["import", GoldenFile.PathOf("history.ndjson")], CancellationToken.None);
        Assert.Equal((0, ""), (imported.Code, imported.Errors));
    }
}
