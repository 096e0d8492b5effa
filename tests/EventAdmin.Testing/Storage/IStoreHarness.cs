using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Testing.Storage;

/// <summary>Makes one fresh store of a kind for one test, and reopens it where it is durable.</summary>
public interface IStoreHarness : IAsyncDisposable
{
    /// <summary>The clock that the store was given. It stands still until a test moves it.</summary>
    FakeTimeProvider Clock { get; }

    /// <summary>The store as it is open now.</summary>
    IEventStorage Storage { get; }

    /// <summary>Opens a store that holds nothing yet.</summary>
    Task OpenAsync(EventLimits limits, CancellationToken cancellationToken);

    /// <summary>Closes the store and opens it again on what it kept; only for durable stores.</summary>
    Task ReopenAsync(CancellationToken cancellationToken);
}
