namespace EventAdmin.Web.Components.Navigation;

/// <summary>A page that people go to by name: one entry makes its row in the rail and its letter in the go-to box.</summary>
public sealed record PageDescriptor
{
    public required string Name { get; init; }

    public required string Url { get; init; }

    /// <summary>Path data of a 16 by 16 outline icon.</summary>
    public required string Icon { get; init; }

    /// <summary>The letter after <c>g</c>; null for none.</summary>
    public string? GoToKey { get; init; }

    /// <summary>Paths below it that count as this page in the rail.</summary>
    public IReadOnlyList<string> Owns { get; init; } = [];

    /// <summary>Whether the address belongs to this page; <paramref name="path"/> starts with a slash and has no query.</summary>
    public bool Covers(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return string.Equals(path, Url, StringComparison.OrdinalIgnoreCase)
            || Owns.Any(owned => string.Equals(path, owned, StringComparison.OrdinalIgnoreCase)
                || path.StartsWith(owned + "/", StringComparison.OrdinalIgnoreCase));
    }
}
