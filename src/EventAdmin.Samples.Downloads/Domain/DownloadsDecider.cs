using EventAdmin.EventSourcing.Streams;

namespace EventAdmin.Samples.Downloads.Domain;

/// <summary>What is true of one customer's downloads of one title. The fields are what support reads in a replay.</summary>
public sealed record DownloadsState
{
    public string? CustomerId { get; init; }

    public string? Title { get; init; }

    /// <summary>The year that is counted.</summary>
    public int Year { get; init; }

    public int LimitPerYear { get; init; }

    /// <summary>Downloads started in the year, also those deleted since.</summary>
    public int Used { get; init; }

    /// <summary>Downloads left in the year.</summary>
    public int Remaining { get; init; }

    /// <summary>The devices where a copy is being fetched.</summary>
    public IReadOnlyList<string> InProgress { get; init; } = [];

    /// <summary>The devices that hold a whole copy.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    public string? LastRefusal { get; init; }
}

/// <summary>What can be asked of a stream of downloads.</summary>
public abstract record DownloadsCommand
{
    private DownloadsCommand()
    {
    }

    public sealed record Start(string CustomerId, string Device, string TitleId, string Title, Plan Plan, int Year) : DownloadsCommand;

    public sealed record Finish(string CustomerId, string Device, string TitleId, string Title, int Megabytes) : DownloadsCommand;

    public sealed record Delete(string CustomerId, string Device, string TitleId, string Title, string Reason) : DownloadsCommand;
}

/// <summary>Decides about one customer's downloads of one title.</summary>
public sealed class DownloadsDecider : IDecider<DownloadsState, DownloadsCommand>
{
    public DownloadsState Initial { get; } = new();

    public Decision Decide(DownloadsState state, DownloadsCommand command) => Decision.Accept(EventsOf(state, command));

    public DownloadsState Evolve(DownloadsState state, object data)
    {
        ArgumentNullException.ThrowIfNull(state);
        return data switch
        {
            DownloadStarted s => state with
            {
                CustomerId = s.CustomerId,
                Title = s.Title,
                Year = s.Year,
                LimitPerYear = s.LimitPerYear,
                Used = s.Number,
                Remaining = s.LimitPerYear - s.Number,
                InProgress = [.. state.InProgress, s.Device],
                LastRefusal = null,
            },
            DownloadFinished f => state with { InProgress = Without(state.InProgress, f.Device), Devices = [.. state.Devices, f.Device] },
            DownloadDeleted d => state with { InProgress = Without(state.InProgress, d.Device), Devices = Without(state.Devices, d.Device) },
            DownloadRefused r => state with { LastRefusal = r.Reason },
            _ => state,
        };
    }

    private static IReadOnlyList<object> EventsOf(DownloadsState state, DownloadsCommand command)
    {
        return command switch
        {
            DownloadsCommand.Start c => Start(state, c),
            DownloadsCommand.Finish c => state.InProgress.Contains(c.Device)
                ? [new DownloadFinished(c.CustomerId, c.Device, c.TitleId, c.Title, c.Megabytes)]
                : [],
            DownloadsCommand.Delete c => state.Devices.Contains(c.Device) || state.InProgress.Contains(c.Device)
                ? [new DownloadDeleted(c.CustomerId, c.Device, c.TitleId, c.Title, c.Reason)]
                : [],
            _ => throw new InvalidOperationException($"Expected a known command, found {command}."),
        };
    }

    private static IReadOnlyList<object> Start(DownloadsState state, DownloadsCommand.Start c)
    {
        if (state.Devices.Contains(c.Device) || state.InProgress.Contains(c.Device))
            return [];
        var used = state.Year == c.Year ? state.Used : 0;
        var limit = c.Plan.DownloadsPerTitleAndYear();
        return used < limit
            ? [new DownloadStarted(c.CustomerId, c.Device, c.TitleId, c.Title, c.Year, used + 1, limit)]
            : [new DownloadRefused(c.CustomerId, c.Device, c.TitleId, c.Title, c.Year, limit, $"{used} of {limit} downloads of {c.Year} are used")];
    }

    private static IReadOnlyList<string> Without(IReadOnlyList<string> devices, string device) => [.. devices.Where(d => d != device)];
}
