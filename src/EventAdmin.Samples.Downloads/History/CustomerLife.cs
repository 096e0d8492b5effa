using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Samples.Downloads.Domain;

namespace EventAdmin.Samples.Downloads.History;

/// <summary>What an invented customer does next. All chance comes from the seed. Not thread-safe.</summary>
internal sealed class CustomerLife
{
    private const int TriesMax = 6;

    private readonly Random _random;
    private readonly string _self;
    private readonly Household _household;
    private readonly List<(string Device, Title Title)> _underWay = [];

    public CustomerLife(int seed, int number, string idSpace, EventSerializer serializer)
    {
        _random = new Random(unchecked((seed * 486187739) + number));
        _self = string.Create(CultureInfo.InvariantCulture, $"customer:{number}");
        _household = new Household(Invent(_random, number), idSpace, serializer);
    }

    public IEnumerable<StreamId> Streams => _household.Streams;

    /// <summary>A whole life from a day on: acts in order of time until <paramref name="end"/>, at most <paramref name="actsMax"/> of them, and every expiry.</summary>
    public IEnumerable<AppendRequest> Live(DateTimeOffset start, DateTimeOffset end, int actsMax)
    {
        var at = start;
        for (var act = 0; act < actsMax && at < end; act++)
        {
            foreach (var request in Act(at))
                yield return request;
            var pause = _underWay.Count > 0 ? TimeSpan.FromSeconds(_random.Next(240, 3600)) : TimeSpan.FromSeconds(_random.Next(7_200, 1_300_000));
            at += pause;
        }

        foreach (var expired in _household.ExpireDue(end))
            yield return expired;
    }

    /// <summary>What happens at this moment: at most what ran out, and one act.</summary>
    public IEnumerable<AppendRequest> Act(DateTimeOffset at)
    {
        if (!_household.IsRegistered)
        {
            if (_household.Register(at) is { } registration)
                yield return registration;
            if (_household.AddDevice(at, _household.MissingDevices[0]) is { } device)
                yield return device;
            yield break;
        }

        foreach (var expired in _household.ExpireDue(at))
            yield return expired;
        for (var tries = 0; tries < TriesMax; tries++)
        {
            if (Try(at) is { } request)
            {
                yield return request;
                yield break;
            }
        }
    }

    private AppendRequest? Try(DateTimeOffset at)
    {
        if (_underWay.Count > 0 && _random.Next(10) < 8)
        {
            var (device, title) = _underWay[0];
            _underWay.RemoveAt(0);
            return _household.Finish(at, device, title, _random.Next(180, 4200));
        }

        return _random.Next(100) switch
        {
            < 40 => Download(at),
            < 62 => Hold() is { } held ? _household.Renew(at, held.Device, held.Title) : null,
            < 80 => Hold() is { } held ? _household.Return(at, held.Device, held.Title) : null,
            < 89 => _household.MissingDevices is [var device, ..] ? _household.AddDevice(at, device) : null,
            < 94 => _household.ChangeAddress(at, Person(), InventAddress(_random)),
            < 97 => _household.ChangePlan(at, Person(), (Plan)_random.Next(3)),
            _ => Revoke(at),
        };
    }

    private AppendRequest? Download(DateTimeOffset at)
    {
        if (_household.Devices.Count == 0)
            return null;
        var (device, title) = (_random.Pick(_household.Devices), _random.Pick(_household.Titles));
        var request = _household.Download(at, device, title);
        if (request is not null && _household.DownloadsOf(title).InProgress.Contains(device))
            _underWay.Add((device, title));
        return request;
    }

    private AppendRequest? Revoke(DateTimeOffset at)
    {
        if (_household.Devices.Count < 2)
            return null;
        var device = _random.Pick(_household.Devices);
        _underWay.RemoveAll(download => download.Device == device);
        return _household.RevokeDevice(at, _random.Pick(Catalog.SupportStaff), device, _random.Pick(["lost", "stolen", "sold"]));
    }

    private (string Device, Title Title)? Hold()
    {
        var held = _household.Held().ToList();
        return held.Count == 0 ? null : _random.Pick(held);
    }

    private string Person() => _random.Next(3) == 0 ? _random.Pick(Catalog.SupportStaff) : _self;

    private static Profile Invent(Random random, int number)
    {
        var (first, last) = (random.Pick(Catalog.FirstNames), random.Pick(Catalog.LastNames));
        var titles = Enumerable.Range(0, 4).Select(_ => random.Pick(Catalog.Titles)).Distinct().ToList();
        return new Profile
        {
            Number = number,
            Name = $"{first} {last}",
            Email = string.Create(CultureInfo.InvariantCulture, $"{first}.{last}{number}@example.org").ToLowerInvariant(),
            Phone = string.Create(CultureInfo.InvariantCulture, $"+43 316 555 {random.Next(10_000):0000}"),
            Address = InventAddress(random),
            Plan = (Plan)random.Next(3),
            Devices = [.. Catalog.Devices.Take(random.Next(1, 4))],
            Titles = titles,
        };
    }

    private static string InventAddress(Random random) => string.Create(
        CultureInfo.InvariantCulture, $"{random.Pick(Catalog.Streets)} {random.Next(1, 90)}, {random.Pick(Catalog.Cities)}");
}
