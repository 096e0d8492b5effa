using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Testing.Storage;

/// <summary>The reference store, for tests.</summary>
public sealed class InMemoryHarness : IStoreHarness
{
    private InMemoryEventStorage? _storage;

    /// <inheritdoc/>
    public FakeTimeProvider Clock { get; } = new(TestTime.Start);

    /// <inheritdoc/>
    public IEventStorage Storage => _storage ?? throw new InvalidOperationException("Expected an open store; call OpenAsync first.");

    /// <inheritdoc/>
    public Task OpenAsync(EventLimits limits, CancellationToken cancellationToken)
    {
        _storage = new InMemoryEventStorage(limits, Clock);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ReopenAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("The in-memory store keeps nothing to reopen.");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
