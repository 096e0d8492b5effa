using System.Globalization;
using System.Net;

namespace EventAdmin.Cql.Sessions;

/// <summary>Finds what is wrong with options, all of it at once.</summary>
internal sealed class OptionsCheck(CqlOptions options)
{
    private const int MiB = 1024 * 1024;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Run()
    {
        CheckContactPoints();
        if (string.IsNullOrWhiteSpace(options.LocalDatacenter))
            _problems.Add("LocalDatacenter must be named.");
        Within(nameof(options.Port), options.Port, 1, IPEndPoint.MaxPort);
        Known(nameof(options.Compression), options.Compression);
        Known(nameof(options.Speculation), options.Speculation);
        if (options.ProtocolVersion is { } version)
            Known(nameof(options.ProtocolVersion), version);
        Within(nameof(options.ConnectionsPerNode), options.ConnectionsPerNode, 1, 64);
        Within(nameof(options.InFlightMax), options.InFlightMax, 16, short.MaxValue + 1);
        Within(nameof(options.BytesInFlightMax), options.BytesInFlightMax, MiB, 256 * MiB);
        Within(nameof(options.QueueLengthMax), options.QueueLengthMax, 0, 1_000_000);
        Within(nameof(options.QueueTimeMax), options.QueueTimeMax, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Within(nameof(options.Timeout), options.Timeout, Millisecond, Hour);
        Within(nameof(options.AttemptTimeout), options.AttemptTimeout, Millisecond, Larger(options.Timeout, Millisecond));
        Within(nameof(options.ConnectTimeout), options.ConnectTimeout, 10 * Millisecond, TimeSpan.FromMinutes(5));
        Within(nameof(options.PageSize), options.PageSize, 1, 1_000_000);
        Within(nameof(options.HeartbeatInterval), options.HeartbeatInterval, 10 * Millisecond, Hour);
        Within(nameof(options.HeartbeatTimeout), options.HeartbeatTimeout, 10 * Millisecond, Hour);
        Within(nameof(options.ReconnectDelayMax), options.ReconnectDelayMax, Millisecond, Hour);
        Within(nameof(options.ReconnectDelay), options.ReconnectDelay, Millisecond, Larger(options.ReconnectDelayMax, Millisecond));
        Within(nameof(options.AttemptsMax), options.AttemptsMax, 1, 10);
        Within(nameof(options.RetryShare), options.RetryShare, 0, 1);
        Within(nameof(options.RetriesPerSecondMin), options.RetriesPerSecondMin, 0, 100_000);
        Within(nameof(options.RequestBytesMax), options.RequestBytesMax, 64 * 1024, 255 * MiB);
        Within(nameof(options.SlowRequest), options.SlowRequest, TimeSpan.Zero, Hour);
        Within(nameof(options.DrainTimeout), options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        return _problems;
    }

    private void CheckContactPoints()
    {
        if (options.ContactPoints is not { Count: > 0 } points)
        {
            _problems.Add("ContactPoints must name at least one node.");
            return;
        }

        foreach (var point in points)
        {
            if (!ContactPoint.TryParse(point, options.Port, out _))
                _problems.Add($"ContactPoints has '{point}', which is neither a host nor host:port.");
        }
    }

    private void Within<T>(string name, T value, T min, T max)
        where T : IComparable<T>, IFormattable
    {
        // Not "outside": a NaN is neither below nor above.
        if (value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0)
            return;
        _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be between {min} and {max}."));
    }

    private void Known<T>(string name, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            _problems.Add($"{name} is {value}, which is none of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    private static TimeSpan Larger(TimeSpan first, TimeSpan second) => first > second ? first : second;
}
