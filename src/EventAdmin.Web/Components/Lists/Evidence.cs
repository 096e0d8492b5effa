namespace EventAdmin.Web.Components.Lists;

/// <summary>The facts that came with a read, already in words.</summary>
public sealed record Evidence
{
    /// <summary>In the order of the strip, such as "single copy on this machine, always current", "14 ms", "newest v127".</summary>
    public required IReadOnlyList<string> Facts { get; init; }

    /// <summary>What weakens them, such as "weaker than asked"; null where nothing does.</summary>
    public string? Caution { get; init; }

    /// <summary>When it was read.</summary>
    public DateTimeOffset? ReadAt { get; init; }
}
