namespace EventAdmin.EventSourcing.Serialization;

/// <summary>One line that says what an event meant, as runs of plain text: never markup.</summary>
public sealed record EventSentence
{
    /// <summary>The runs in order; values apart from words, so that each can be isolated from the text around it.</summary>
    public required IReadOnlyList<SentencePart> Parts { get; init; }

    /// <summary>How much the event means to a reader.</summary>
    public required EventImportance Importance { get; init; }

    /// <summary>The topic of the type, or null.</summary>
    public string? Topic { get; init; }

    /// <summary>The whole line.</summary>
    public override string ToString() => string.Concat(Parts.Select(part => part.Text));
}

/// <summary>A run of a sentence.</summary>
/// <param name="Text">Plain text.</param>
/// <param name="IsValue">True when it came from the event.</param>
public sealed record SentencePart(string Text, bool IsValue);
