using System.Reflection;
using EventAdmin.EventSourcing.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventAdmin.Browser.Tests.Hosting;

/// <summary>A store before the real one, which fails or keeps silent while a test wants it to. Public because a proxy has to be.</summary>
public class StoppableStorage : DispatchProxy
{
    private IEventStorage? _real;
    private StorageFault? _fault;

    /// <summary>Puts it before the store that is registered.</summary>
    internal static void Register(IServiceCollection services, StorageFault fault)
    {
        var real = services.Last(service => service.ServiceType == typeof(IEventStorage));
        services.Replace(ServiceDescriptor.Singleton(provider =>
        {
            var proxy = Create<IEventStorage, StoppableStorage>();
            var stoppable = (StoppableStorage)(object)proxy;
            (stoppable._real, stoppable._fault) = ((IEventStorage)(real.ImplementationInstance ?? real.ImplementationFactory?.Invoke(provider)
                ?? throw new InvalidOperationException("Expected the store to be registered by an instance or a factory.")), fault);
            return proxy;
        }));
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        // What is no call to the store (its capabilities, its signal) goes on.
        if (_fault is { IsFailing: true } && typeof(Task).IsAssignableFrom(targetMethod.ReturnType))
            throw new StoreUnavailableException("The test stopped the store.");
        return targetMethod.Invoke(_real, args);
    }
}

/// <summary>Whether the store fails now.</summary>
internal sealed class StorageFault
{
    private volatile bool _isFailing;

    public bool IsFailing
    {
        get => _isFailing;
        set => _isFailing = value;
    }
}
