using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Web.Tests.Api;

/// <summary>The app with its store on a small disk.</summary>
internal sealed class FullDiskHost(SmallDisk disk) : WebApplicationFactory<Program>
{
    public StorageHealth StoreHealth => Services.GetRequiredService<IEventStorage>().Health;

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseEnvironment(Environments.Development)
        .UseSetting("Storage:Sqlite:Path", Path.Combine(disk.Path, "store.db"))
        .UseSetting("Storage:Sqlite:ReserveBytes", "2097152")
        .UseSetting("Storage:Sqlite:HeadsStepBytes", "65536")
        .ConfigureLogging(logging => logging.ClearProviders());
}
