using System.Reflection;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.EventSourcing.Tests.Streams;

/// <summary>The reference store with a say in what happens to an append.</summary>
public class FaultyStorage : DispatchProxy
{
    private IEventStorage _inner = null!;
    private Func<AppendRequest, Func<Task<AppendOutcome>>, Task<AppendOutcome>> _onAppend = null!;

    public static IEventStorage Around(
        IEventStorage inner, Func<AppendRequest, Func<Task<AppendOutcome>>, Task<AppendOutcome>> onAppend)
    {
        var proxy = Create<IEventStorage, FaultyStorage>();
        ((FaultyStorage)proxy)._inner = inner;
        ((FaultyStorage)proxy)._onAppend = onAppend;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IEventAppender.AppendAsync))
            return _onAppend((AppendRequest)args![0]!, () => (Task<AppendOutcome>)InvokeInner(targetMethod, args)!);
        return InvokeInner(targetMethod, args);
    }

    private object? InvokeInner(MethodInfo method, object?[]? args) =>
        method.Invoke(_inner, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
}
