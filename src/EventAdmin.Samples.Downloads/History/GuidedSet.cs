using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Samples.Downloads.Domain;

namespace EventAdmin.Samples.Downloads.History;

/// <summary>The small set: three histories that <see cref="GuidedStories"/> walk through, and enough others that lists look alive.</summary>
public sealed class GuidedSet
{
    private const int NeighboursFirst = 4712;
    private const int Neighbours = 22;
    private const int NeighboursActsMax = 12;

    private GuidedSet(IReadOnlyList<AppendRequest> appends) => Appends = appends;

    /// <summary>The appends in order of occurrence.</summary>
    public IReadOnlyList<AppendRequest> Appends { get; }

    /// <summary>Every stream of the set, by first occurrence.</summary>
    public IReadOnlyList<StreamId> Streams => [.. Appends.SelectMany(append => append.Streams).Select(stream => stream.Stream).Distinct()];

    /// <summary>The number of its events.</summary>
    public int EventCount => Appends.Sum(append => append.EventCount);

    /// <summary>Makes the set. The same seed and load make the same bytes; another load makes the same histories under new event ids.</summary>
    public static GuidedSet Create(EventSerializer serializer, int seed, int load)
    {
        var idSpace = string.Create(CultureInfo.InvariantCulture, $"downloads-sample:{seed}:{load}");
        IEnumerable<AppendRequest?> appends =
        [
            .. HappyCustomer(new Household(Jane, idSpace, serializer)),
            .. Dispute(new Household(Viktor, idSpace, serializer)),
            .. DoubledRelease(new Household(Lena, idSpace, serializer)),
            .. new DownloadsGenerator(serializer).Lives(seed, NeighboursFirst, Neighbours, NeighboursActsMax, idSpace),
        ];
        return new GuidedSet([.. appends.OfType<AppendRequest>().OrderBy(append => append.Streams[0].Events[0].OccurredAt)]);
    }

    private static Profile Jane { get; } = new()
    {
        Number = 4711,
        Name = "Jane Doe",
        Email = "jane.doe@example.org",
        Phone = "+43 316 555 0231",
        Address = "Hauptstr. 3, Graz",
        Plan = Plan.Standard,
        Devices = ["tv1", "phone1"],
        Titles = [Catalog.Alps, Catalog.PaperBoats, Catalog.SaltRoad],
    };

    private static Profile Viktor { get; } = new()
    {
        Number = 5120,
        Name = "Viktor Haas",
        Email = "viktor.haas@example.org",
        Phone = "+43 732 555 0148",
        Address = "Lindenweg 12, Linz",
        Plan = Plan.Standard,
        Devices = ["tv1", "phone1", "tablet1"],
        Titles = [Catalog.NightTrain, Catalog.SaltRoad],
    };

    private static Profile Lena { get; } = new()
    {
        Number = 6203,
        Name = "Lena Brandt",
        Email = "lena.brandt@example.org",
        Phone = "+43 512 555 0177",
        Address = "Seegasse 8, Innsbruck",
        Plan = Plan.Basic,
        Devices = ["tv1"],
        Titles = [Catalog.HarbourLights],
    };

    // A subscriber who downloads, renews and returns; moves house on 2 March; loses a phone, one command through five streams.
    private static IEnumerable<AppendRequest?> HappyCustomer(Household jane)
    {
        yield return jane.Register(At(1, 12, 18, 4));
        yield return jane.AddDevice(At(1, 12, 18, 9), "tv1");
        yield return jane.AddDevice(At(1, 12, 18, 31), "phone1");
        yield return jane.Download(At(2, 10, 19, 2), "tv1", Catalog.Alps);
        yield return jane.Finish(At(2, 10, 19, 26), "tv1", Catalog.Alps, 2140);
        yield return jane.ChangeAddress(At(3, 2, 14, 10), "customer:4711", "Hauptstr. 5, Graz");
        yield return jane.Renew(At(3, 8, 20, 15), "tv1", Catalog.Alps);
        yield return jane.Renew(At(4, 5, 21, 40), "tv1", Catalog.Alps);
        yield return jane.Return(At(4, 25, 9, 58), "tv1", Catalog.Alps);
        yield return jane.ChangePlan(At(5, 20, 11, 12), "support:mara", Plan.Premium);
        yield return jane.Download(At(9, 30, 7, 45), "phone1", Catalog.PaperBoats);
        yield return jane.Finish(At(9, 30, 7, 58), "phone1", Catalog.PaperBoats, 610);
        yield return jane.Download(At(9, 30, 8, 3), "phone1", Catalog.SaltRoad);
        yield return jane.Finish(At(9, 30, 8, 22), "phone1", Catalog.SaltRoad, 890);
        yield return jane.RevokeDevice(At(10, 6, 16, 20), "support:tom", "phone1", "lost on a train");
        yield return jane.Download(At(10, 11, 19, 30), "tv1", Catalog.Alps);
        yield return jane.Finish(At(10, 11, 19, 55), "tv1", Catalog.Alps, 2140);
    }

    // "I never used my third download": it was fetched whole, and its licence was renewed nine days later.
    private static IEnumerable<AppendRequest?> Dispute(Household viktor)
    {
        yield return viktor.Register(At(1, 7, 10, 20));
        yield return viktor.AddDevice(At(1, 7, 10, 22), "tv1");
        yield return viktor.AddDevice(At(1, 7, 10, 40), "phone1");
        yield return viktor.AddDevice(At(1, 8, 8, 15), "tablet1");
        yield return viktor.Download(At(1, 14, 20, 5), "phone1", Catalog.NightTrain);
        yield return viktor.Finish(At(1, 14, 20, 19), "phone1", Catalog.NightTrain, 940);
        yield return viktor.Return(At(1, 20, 7, 30), "phone1", Catalog.NightTrain);
        yield return viktor.Download(At(3, 9, 18, 45), "tv1", Catalog.NightTrain);
        yield return viktor.Finish(At(3, 9, 19, 10), "tv1", Catalog.NightTrain, 2480);
        yield return viktor.Return(At(3, 16, 21, 0), "tv1", Catalog.NightTrain);
        yield return viktor.Download(At(6, 21, 23, 12), "tablet1", Catalog.NightTrain);
        yield return viktor.Finish(At(6, 21, 23, 48), "tablet1", Catalog.NightTrain, 1310);
        yield return viktor.Renew(At(6, 30, 22, 5), "tablet1", Catalog.NightTrain);
        yield return viktor.Return(At(7, 2, 6, 55), "tablet1", Catalog.NightTrain);
        yield return viktor.Download(At(7, 4, 15, 30), "phone1", Catalog.NightTrain);
        yield return viktor.OpenDispute(At(7, 4, 15, 52), "customer:5120", Catalog.NightTrain, "I never used my third download.");
        yield return viktor.AnswerDispute(
            At(7, 6, 9, 14),
            "support:mara",
            Catalog.NightTrain,
            "fetched whole on tablet1 on 21 June, its licence was renewed on 30 June");
    }

    // One release, written twice within two seconds by an app that retried with a new event id.
    private static IEnumerable<AppendRequest?> DoubledRelease(Household lena)
    {
        yield return lena.Register(At(2, 3, 9, 0));
        yield return lena.AddDevice(At(2, 3, 9, 3), "tv1");
        yield return lena.Download(At(5, 2, 17, 20), "tv1", Catalog.HarbourLights);
        yield return lena.Finish(At(5, 2, 17, 44), "tv1", Catalog.HarbourLights, 1990);
        yield return lena.Renew(At(5, 28, 19, 5), "tv1", Catalog.HarbourLights);
        yield return lena.Return(At(6, 14, 21, 33), "tv1", Catalog.HarbourLights);
        yield return lena.ReleaseAgain(At(6, 14, 21, 33).AddSeconds(2), "tv1", Catalog.HarbourLights);
        yield return lena.Download(At(9, 19, 18, 10), "tv1", Catalog.HarbourLights);
        yield return lena.Finish(At(9, 19, 18, 36), "tv1", Catalog.HarbourLights, 1990);
    }

    private static DateTimeOffset At(int month, int day, int hour, int minute) => new(2026, month, day, hour, minute, 0, TimeSpan.Zero);
}
