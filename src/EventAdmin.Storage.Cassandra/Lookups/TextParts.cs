using System.Text;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>Spreads texts over partitions, the same way for ever.</summary>
internal static class TextParts
{
    private const uint Basis = 2166136261;
    private const uint Prime = 16777619;

    /// <summary>The part of a text: its FNV-1a hash over UTF-8, folded.</summary>
    public static sbyte Of(string text, int parts)
    {
        var hash = Basis;
        foreach (var one in Encoding.UTF8.GetBytes(text))
            hash = (hash ^ one) * Prime;
        return (sbyte)(((hash >> 16) ^ hash) % (uint)parts);
    }
}
