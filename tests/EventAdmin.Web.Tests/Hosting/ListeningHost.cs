using EventAdmin.EventSourcing.Storage;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace EventAdmin.Web.Tests.Hosting;

/// <summary>The app in this process on a real port, with a store of its own.</summary>
public sealed class ListeningHost : WebApplicationFactory<Program>, IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventadmin-host-");

    public ListeningHost() => UseKestrel(0);

    public Uri Address => ClientOptions.BaseAddress;

    public EventStore Store => Services.GetRequiredService<EventStore>();

    public ValueTask InitializeAsync()
    {
        StartServer();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseEnvironment(Environments.Development)
        .UseSetting("Storage:Sqlite:Path", Path.Combine(_folder.FullName, "store.db"))
        .ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
}
