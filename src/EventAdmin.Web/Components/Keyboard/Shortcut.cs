namespace EventAdmin.Web.Components.Keyboard;

/// <summary>One single key and what it does.</summary>
public sealed record Shortcut
{
    /// <summary>As the browser names it: <c>j</c>, <c>?</c>, <c>Home</c>, <c>{</c> for Shift and <c>[</c>.</summary>
    public required string Key { get; init; }

    public required string Description { get; init; }

    /// <summary>Heading in the list of keys.</summary>
    public string Group { get; init; } = "This page";

    /// <summary>Runs on the server; null where the browser acts alone.</summary>
    public Func<Task>? Act { get; init; }

    /// <summary>An element the browser focuses (or, where it is a dialog, opens) at once, so that fast typing lands in it.</summary>
    public string? FocusSelector { get; init; }
}
