using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Hosting;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Web.Tests.Api;

/// <summary>The app on a real port and a store that fails when told; streams of the category <c>broken</c> have a reducer that fails.</summary>
public sealed class FailingHost : WebApplicationFactory<Program>, IAsyncLifetime
{
    public FailingHost() => UseKestrel(0);

    public Uri Address => ClientOptions.BaseAddress;

    internal FailingStorage Storage { get; } = new(new InMemoryEventStorage(new EventLimits(), TimeProvider.System));

    public ValueTask InitializeAsync()
    {
        StartServer();
        return ValueTask.CompletedTask;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseEnvironment(Environments.Development)
        .ConfigureLogging(logging => logging.ClearProviders())
        .ConfigureTestServices(services =>
        {
            services.AddSingleton<IEventStorage>(Storage);
            services.AddReducer(_ => new BrokenReducer(), "broken");
        });

    private sealed class BrokenReducer : IReducer
    {
        public string Name => "broken";

        public string Version => "1";

        public IReduction Start(ReadOnlyMemory<byte>? stateJson) => new BrokenReduction();
    }

    private sealed class BrokenReduction : IReduction
    {
        public ReductionStep Apply(RecordedEvent e) => throw new InvalidOperationException("This reducer fails on purpose.");

        public ReadOnlyMemory<byte> ToJson() => "{}"u8.ToArray();
    }
}
