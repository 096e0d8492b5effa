using System.Globalization;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Web.Components.Lists;

/// <summary>Puts the receipt of a read into words.</summary>
public static class ReadEvidence
{
    /// <summary>The strip of a read; <paramref name="newest"/> names the newest thing it saw, such as <c>v127</c>.</summary>
    public static Evidence Of(ReadReceipt receipt, StoreCapabilities store, string? newest)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        ArgumentNullException.ThrowIfNull(store);
        var facts = new List<string> { store.FreshnessSentence.TrimEnd('.') };
        if (receipt.Asked is not null)
            facts.Add($"asked {receipt.Asked}");
        if (receipt.Got is not null)
            facts.Add($"got {receipt.Got}");
        facts.Add(string.Create(CultureInfo.InvariantCulture, $"{receipt.Elapsed.TotalMilliseconds:0.#} ms"));
        if (receipt.Attempts > 1)
            facts.Add(string.Create(CultureInfo.InvariantCulture, $"{receipt.Attempts} attempts"));
        if (newest is not null)
            facts.Add($"newest {newest}");
        return new Evidence
        {
            Facts = facts,
            Caution = receipt.IsFallback ? "not what was asked, but what was at hand" : null,
            ReadAt = receipt.AnsweredAt,
        };
    }
}
