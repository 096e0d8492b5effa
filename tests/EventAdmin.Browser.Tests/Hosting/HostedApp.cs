using EventAdmin.EventSourcing.Storage;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Browser.Tests.Hosting;

/// <summary>The app in this process on a real port, on a store that this test may also write, with what the test registers besides.</summary>
internal sealed class HostedApp : WebApplicationFactory<Program>
{
    private readonly string _storePath;
    private readonly Action<IServiceCollection> _register;

    private HostedApp(string storePath, Action<IServiceCollection> register)
    {
        (_storePath, _register) = (storePath, register);
        UseKestrel(0);
    }

    public Uri Address => ClientOptions.BaseAddress;

    public IEventStorage Storage => Services.GetRequiredService<IEventStorage>();

    public static HostedApp Start(string storePath, Action<IServiceCollection> register)
    {
        var app = new HostedApp(storePath, register);
        app.StartServer();
        return app;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseEnvironment(Environments.Development)
        .UseSetting("Storage:Sqlite:Path", _storePath)
        .ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
        .ConfigureServices(_register);
}
