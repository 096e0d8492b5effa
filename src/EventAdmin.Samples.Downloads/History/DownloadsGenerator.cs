using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Samples.Downloads.Domain;

namespace EventAdmin.Samples.Downloads.History;

/// <summary>Histories of any size. Thread-safe.</summary>
public sealed class DownloadsGenerator(EventSerializer serializer)
{
    private const int FirstNumber = 1_000_000;
    private const int ActsMax = 32;
    private static readonly DateTimeOffset FirstDay = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset LastDay = new(2026, 10, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A generator that needs no host.</summary>
    public static DownloadsGenerator Create()
    {
        var types = new EventTypeRegistryBuilder();
        DownloadsEventTypes.Register(types);
        return new DownloadsGenerator(new EventSerializer(types.Build()));
    }

    /// <summary>
    /// The histories of <paramref name="customers"/> customers (<c>customer-1000000</c> and on; a few dozen events each), one customer after the
    /// other, made while they are read: memory does not grow with their number. The same seed makes the same bytes, ids included; more
    /// customers only make it longer. Each append expects exactly what the ones before it left, so it may be repeated.
    /// </summary>
    public IEnumerable<AppendRequest> Generate(int seed, int customers)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(customers);
        return Lives(seed, FirstNumber, customers, ActsMax, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"downloads:{seed}"));
    }

    internal IEnumerable<AppendRequest> Lives(int seed, int firstNumber, int customers, int actsMax, string idSpace)
    {
        for (var i = 0; i < customers; i++)
        {
            var number = firstNumber + i;
            var start = FirstDay + TimeSpan.FromMinutes(new Random(number).Next(0, 250 * 24 * 60));
            foreach (var request in new CustomerLife(seed, number, idSpace, serializer).Live(start, LastDay, actsMax))
                yield return request;
        }
    }
}
