namespace EventAdmin.EventSourcing.Serialization;

/// <summary>Declares one event type. Not thread-safe.</summary>
public sealed class EventTypeBuilder
{
    private readonly Dictionary<string, SentenceTemplate> _sentences = [];
    private readonly List<SubjectMapping> _subjects = [];
    private int _schemaVersion = 1;
    private string? _topic;
    private EventImportance _importance = EventImportance.Normal;

    internal EventTypeBuilder()
    {
    }

    /// <summary>The version of the schema that the CLR type writes; at least 1.</summary>
    public EventTypeBuilder SchemaVersion(int version)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        _schemaVersion = version;
        return this;
    }

    /// <summary>The sentence that tells what an event of this type meant; <see cref="SentenceTemplate"/> says how it is written.</summary>
    /// <exception cref="FormatException">The template breaks a rule; the message says which.</exception>
    public EventTypeBuilder Sentence(string language, string template)
    {
        _sentences[language] = SentenceTemplate.Parse(template);
        return this;
    }

    /// <summary>An event of this type belongs to the subject whose key stands at <paramref name="path"/>.</summary>
    public EventTypeBuilder Subject(string kind, string path)
    {
        _subjects.Add(new SubjectMapping(kind, path));
        return this;
    }

    /// <summary>The filter chip on subject pages.</summary>
    public EventTypeBuilder Topic(string topic)
    {
        _topic = topic;
        return this;
    }

    /// <summary>How much an event of this type means to a reader.</summary>
    public EventTypeBuilder Importance(EventImportance importance)
    {
        _importance = importance;
        return this;
    }

    internal EventTypeRegistration Build(string name, Type clrType) => new()
    {
        Name = name,
        ClrType = clrType,
        SchemaVersion = _schemaVersion,
        Sentences = _sentences,
        Subjects = _subjects,
        Topic = _topic,
        Importance = _importance,
    };
}
