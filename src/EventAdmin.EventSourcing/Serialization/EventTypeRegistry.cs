using System.Collections.Frozen;

namespace EventAdmin.EventSourcing.Serialization;

/// <summary>The event types that code knows, by stored name and by CLR type. Immutable, thread-safe. Unknown types are no error anywhere.</summary>
public sealed class EventTypeRegistry
{
    private readonly FrozenDictionary<string, EventTypeRegistration> _byName;
    private readonly FrozenDictionary<Type, EventTypeRegistration> _byType;

    internal EventTypeRegistry(IReadOnlyCollection<EventTypeRegistration> registrations)
    {
        _byName = registrations.ToFrozenDictionary(registration => registration.Name, StringComparer.Ordinal);
        _byType = registrations.ToFrozenDictionary(registration => registration.ClrType);
    }

    /// <summary>Every registration, by name.</summary>
    public IEnumerable<EventTypeRegistration> All => _byName.Values.OrderBy(registration => registration.Name, StringComparer.Ordinal);

    /// <summary>The registration of a stored name, or null.</summary>
    public EventTypeRegistration? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The registration of a CLR type, or null.</summary>
    public EventTypeRegistration? Find(Type clrType) => _byType.GetValueOrDefault(clrType);
}

/// <summary>Collects registrations and makes an <see cref="EventTypeRegistry"/> of them. Not thread-safe.</summary>
public sealed class EventTypeRegistryBuilder
{
    private readonly Dictionary<string, EventTypeRegistration> _byName = new(StringComparer.Ordinal);

    /// <summary>Registers <typeparamref name="T"/> under a stored name.</summary>
    /// <exception cref="InvalidOperationException">The name or the CLR type is registered already.</exception>
    public EventTypeRegistryBuilder Add<T>(string name, Action<EventTypeBuilder>? describe = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (_byName.ContainsKey(name))
            throw new InvalidOperationException($"Event type '{name}' is registered twice.");
        if (_byName.Values.FirstOrDefault(registration => registration.ClrType == typeof(T)) is { } other)
            throw new InvalidOperationException($"{typeof(T)} is registered as '{other.Name}' already.");
        var builder = new EventTypeBuilder();
        describe?.Invoke(builder);
        _byName.Add(name, builder.Build(name, typeof(T)));
        return this;
    }

    /// <summary>The registry of what was added so far.</summary>
    public EventTypeRegistry Build() => new(_byName.Values);
}
