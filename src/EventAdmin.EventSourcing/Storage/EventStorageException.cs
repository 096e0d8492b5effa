namespace EventAdmin.EventSourcing.Storage;

/// <summary>A store could not answer. A sealed subclass says what a caller can do about it.</summary>
public abstract class EventStorageException(string message, Exception? innerException) : Exception(message, innerException);

/// <summary>The store did not answer in time or is stopping; the same read may work later.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null)
    : EventStorageException(message, innerException);

/// <summary>The store's files can't be used as they are: held by another process, of another schema, or damaged.</summary>
public sealed class StoreUnusableException(string message, Exception? innerException = null)
    : EventStorageException(message, innerException);
