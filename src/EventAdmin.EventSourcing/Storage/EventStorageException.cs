using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Storage;

/// <summary>A store could not answer. A sealed subclass says what a caller can do about it.</summary>
public abstract class EventStorageException(string message, Exception? innerException) : Exception(message, innerException);

/// <summary>The store did not answer in time or is stopping; the same read may work later.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null)
    : EventStorageException(message, innerException);

/// <summary>The store's files can't be used as they are: held by another process, of another schema, or damaged.</summary>
public sealed class StoreUnusableException(string message, Exception? innerException = null)
    : EventStorageException(message, innerException);

/// <summary>
/// What is stored of an event is not what was written: it does not fit its hash, or can't be decoded. It is never shown; the events before
/// it can be read.
/// </summary>
public sealed class EventDamagedException(StreamId stream, StreamVersion version, string damage, Exception? innerException = null)
    : EventStorageException($"Event {version} of {stream} is damaged: {damage}.", innerException)
{
    /// <summary>The stream, as far as it can be told.</summary>
    public StreamId Stream { get; } = stream;

    /// <summary>The version, as far as it can be told.</summary>
    public StreamVersion Version { get; } = version;

    /// <summary>What is wrong.</summary>
    public string Damage { get; } = damage;
}
