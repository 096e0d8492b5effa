using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Hosting;

namespace EventAdmin.Web.Tests.Hosting;

/// <summary>The app as a developer starts it, in this process, with a store of its own.</summary>
public sealed class DevelopmentHost : WebApplicationFactory<Program>
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventadmin-host-");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseEnvironment(Environments.Development)
        .UseSetting("Storage:Sqlite:Path", Path.Combine(_folder.FullName, "store.db"));
}
