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
    private readonly IReadOnlyList<(string Name, string Value)> _settings;

    private HostedApp(string storePath, Action<IServiceCollection> register, IReadOnlyList<(string Name, string Value)> settings)
    {
        (_storePath, _register, _settings) = (storePath, register, settings);
        UseKestrel(0);
    }

    public Uri Address => ClientOptions.BaseAddress;

    public IEventStorage Storage => Services.GetRequiredService<IEventStorage>();

    public static HostedApp Start(
        string storePath, Action<IServiceCollection> register, params IReadOnlyList<(string Name, string Value)> settings)
    {
        var app = new HostedApp(storePath, register, settings);
        app.StartServer();
        return app;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(Environments.Development)
            .UseSetting("Storage:Sqlite:Path", _storePath)
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(_register);
        foreach (var (name, value) in _settings)
            builder.UseSetting(name, value);
    }
}
