using EventAdmin.EventSourcing.Streams;

namespace EventAdmin.Samples.Downloads.Domain;

/// <summary>Where a licence stands.</summary>
public enum LicenseStatus
{
    None,
    Active,
    Released,
    Expired,
    Revoked,
}

/// <summary>What is true of one licence. The fields are what support reads in a replay.</summary>
public sealed record LicenseState
{
    public string? CustomerId { get; init; }

    public string? Title { get; init; }

    public LicenseStatus Status { get; init; }

    /// <summary>Licences that remain out: each acquisition adds one, each ending takes one away. Below zero something was counted twice.</summary>
    public int Remaining { get; init; }

    /// <summary>The devices that hold it now.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    public DateTimeOffset? Expires { get; init; }

    public int Renewals { get; init; }
}

/// <summary>What can be asked of a licence's stream.</summary>
public abstract record LicenseCommand
{
    private LicenseCommand()
    {
    }

    public sealed record Acquire(string CustomerId, string Device, string TitleId, string Title, DateTimeOffset At) : LicenseCommand;

    public sealed record Renew(string CustomerId, string Device, string TitleId, string Title, DateTimeOffset At) : LicenseCommand;

    public sealed record Release(string CustomerId, string Device, string TitleId, string Title) : LicenseCommand;

    public sealed record Expire(string CustomerId, string Device, string TitleId, string Title, DateTimeOffset At) : LicenseCommand;

    public sealed record Revoke(string CustomerId, string Device, string TitleId, string Title, string Reason) : LicenseCommand;
}

/// <summary>Decides about one licence. A command that changes nothing, such as a second release, decides nothing.</summary>
public sealed class LicenseDecider : IDecider<LicenseState, LicenseCommand>
{
    public LicenseState Initial { get; } = new();

    public Decision Decide(LicenseState state, LicenseCommand command) => Decision.Accept(EventsOf(state, command));

    public LicenseState Evolve(LicenseState state, object data)
    {
        ArgumentNullException.ThrowIfNull(state);
        return data switch
        {
            LicenseAcquired a => state with
            {
                CustomerId = a.CustomerId,
                Title = a.Title,
                Status = LicenseStatus.Active,
                Remaining = state.Remaining + 1,
                Devices = [a.Device],
                Expires = a.Expires,
                Renewals = 0,
            },
            LicenseRenewed r => state with { Expires = r.Expires, Renewals = state.Renewals + 1 },
            LicenseReleased => End(state, LicenseStatus.Released),
            LicenseExpired => End(state, LicenseStatus.Expired),
            LicenseRevoked => End(state, LicenseStatus.Revoked),
            _ => state,
        };
    }

    private static IReadOnlyList<object> EventsOf(LicenseState state, LicenseCommand command)
    {
        var isActive = state.Status == LicenseStatus.Active;
        return command switch
        {
            LicenseCommand.Acquire c => isActive
                ? []
                : [new LicenseAcquired(c.CustomerId, c.Device, c.TitleId, c.Title, c.At + Limits.LicenseDuration)],
            LicenseCommand.Renew c => isActive ? Renew(state, c) : [],
            LicenseCommand.Release c => isActive ? [new LicenseReleased(c.CustomerId, c.Device, c.TitleId, c.Title)] : [],
            LicenseCommand.Expire c => isActive && state.Expires <= c.At
                ? [new LicenseExpired(c.CustomerId, c.Device, c.TitleId, c.Title)]
                : [],
            LicenseCommand.Revoke c => isActive ? [new LicenseRevoked(c.CustomerId, c.Device, c.TitleId, c.Title, c.Reason)] : [],
            _ => throw new InvalidOperationException($"Expected a known command, found {command}."),
        };
    }

    // Says honestly what the events say: an ending that history holds twice is counted twice.
    private static LicenseState End(LicenseState state, LicenseStatus status) =>
        state with { Status = status, Remaining = state.Remaining - 1, Devices = [], Expires = null };

    private static IReadOnlyList<object> Renew(LicenseState state, LicenseCommand.Renew c)
    {
        if (state.Expires <= c.At)
            return [new LicenseRefused(c.CustomerId, c.Device, c.TitleId, c.Title, "it had run out")];
        return state.Renewals < Limits.RenewalsMax
            ? [new LicenseRenewed(c.CustomerId, c.Device, c.TitleId, c.Title, c.At + Limits.LicenseDuration)]
            : [new LicenseRefused(c.CustomerId, c.Device, c.TitleId, c.Title, $"renewed {Limits.RenewalsMax} times already")];
    }
}

/// <summary>As <see cref="LicenseDecider"/>, but passes over the ending of a licence that nobody holds: what a fix of the bug would say.</summary>
public sealed class CorrectedLicenseDecider : IDecider<LicenseState, LicenseCommand>
{
    private readonly LicenseDecider _decider = new();

    public LicenseState Initial => _decider.Initial;

    public Decision Decide(LicenseState state, LicenseCommand command) => _decider.Decide(state, command);

    public LicenseState Evolve(LicenseState state, object data)
    {
        ArgumentNullException.ThrowIfNull(state);
        var endsNothing = data is LicenseReleased or LicenseExpired or LicenseRevoked && state.Status != LicenseStatus.Active;
        return endsNothing ? state : _decider.Evolve(state, data);
    }
}
