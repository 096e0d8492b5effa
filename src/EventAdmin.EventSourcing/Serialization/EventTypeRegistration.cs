namespace EventAdmin.EventSourcing.Serialization;

/// <summary>What code declares about an event type.</summary>
public sealed record EventTypeRegistration
{
    /// <summary>The stored name, apart from any CLR name.</summary>
    public required string Name { get; init; }

    /// <summary>The CLR type that the data deserialises to.</summary>
    public required Type ClrType { get; init; }

    /// <summary>The version of the schema that <see cref="ClrType"/> writes, from 1.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The sentence templates by language (<c>en</c>, <c>de</c>).</summary>
    public IReadOnlyDictionary<string, SentenceTemplate> Sentences { get; init; } = new Dictionary<string, SentenceTemplate>();

    /// <summary>The subjects that an event of this type belongs to: kind and the path of the key.</summary>
    public IReadOnlyList<SubjectMapping> Subjects { get; init; } = [];

    /// <summary>The filter chip on subject pages, or null.</summary>
    public string? Topic { get; init; }

    /// <summary>How much an event of this type means to a reader.</summary>
    public EventImportance Importance { get; init; } = EventImportance.Normal;
}

/// <summary>Where an event names a subject.</summary>
/// <param name="Kind">The kind of subject, for example <c>customer</c>.</param>
/// <param name="Path">The path of its key, for example <c>data.customerId</c>.</param>
public sealed record SubjectMapping(string Kind, string Path);
