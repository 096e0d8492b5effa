namespace EventAdmin.Web.Components.Payloads;

/// <summary>One line of a pretty-printed payload.</summary>
public sealed record JsonLine
{
    public required int Depth { get; init; }

    public required JsonLineKind Kind { get; init; }

    /// <summary>Property name as JSON text with quotes; null in arrays and at the root.</summary>
    public string? Name { get; init; }

    /// <summary>The value's text: numbers byte for byte as stored, strings quoted, brackets for objects and arrays.</summary>
    public required string Text { get; init; }

    /// <summary>Names joined by dots, <c>[n]</c> for items; empty at the root.</summary>
    public required string Path { get; init; }

    /// <summary>Another line of the same level follows.</summary>
    public bool HasComma { get; init; }

    /// <summary>For an opening bracket: the index of the line that closes it.</summary>
    public int CloseIndex { get; init; } = -1;

    /// <summary>For an opening bracket: members or items read so far.</summary>
    public int Children { get; init; }

    /// <summary>Where the whole value stands in the payload; the length is -1 while its end is not read.</summary>
    public int StartByte { get; init; }

    public int LengthBytes { get; init; } = -1;
}
