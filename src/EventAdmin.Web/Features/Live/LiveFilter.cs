using System.Collections.Frozen;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Web.Features.Live;

/// <summary>Which events a live list shows. Equal by content.</summary>
public sealed record LiveFilter
{
    /// <summary>Only this category; null for all.</summary>
    public string? Category { get; init; }

    /// <summary>Only these types, in ordinal order, each once; empty for all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    public bool IsNone => Category is null && Types.Count == 0;

    public FeedFilter ToFeedFilter() => new() { Category = Category, Types = Types.ToFrozenSet(StringComparer.Ordinal) };

    public bool Equals(LiveFilter? other) =>
        other is not null && string.Equals(Category, other.Category, StringComparison.Ordinal) && Types.SequenceEqual(other.Types, StringComparer.Ordinal);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Category, StringComparer.Ordinal);
        foreach (var type in Types)
            hash.Add(type, StringComparer.Ordinal);
        return hash.ToHashCode();
    }
}
