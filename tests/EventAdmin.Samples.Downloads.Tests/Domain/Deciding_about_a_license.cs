using EventAdmin.Samples.Downloads.Domain;
using Xunit;

namespace EventAdmin.Samples.Downloads.Tests.Domain;

public sealed class Deciding_about_a_license
{
    private static readonly DateTimeOffset Start = new(2026, 2, 10, 19, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Expiry = Start.AddDays(30);
    private static readonly LicenseAcquired Acquired = new("4711", "tv1", "t88", "Alps", Expiry);
    private static readonly LicenseReleased Released = new("4711", "tv1", "t88", "Alps");

    [Fact]
    public void A_licence_runs_thirty_days() => Assert.Equal(
        [Acquired], When([], new LicenseCommand.Acquire("4711", "tv1", "t88", "Alps", Start)));

    [Fact]
    public void A_held_licence_is_not_acquired_again() =>
        Assert.Empty(When([Acquired], new LicenseCommand.Acquire("4711", "tv1", "t88", "Alps", Start)));

    [Fact]
    public void A_renewal_in_time_runs_thirty_days_from_then() => Assert.Equal(
        [new LicenseRenewed("4711", "tv1", "t88", "Alps", Expiry.AddDays(29))],
        When([Acquired], new LicenseCommand.Renew("4711", "tv1", "t88", "Alps", Expiry.AddDays(-1))));

    [Fact]
    public void A_renewal_at_the_instant_of_expiry_is_refused() => Assert.Equal(
        [new LicenseRefused("4711", "tv1", "t88", "Alps", "it had run out")],
        When([Acquired], new LicenseCommand.Renew("4711", "tv1", "t88", "Alps", Expiry)));

    [Fact]
    public void The_seventh_renewal_is_refused()
    {
        var renewals = Enumerable.Repeat<object>(new LicenseRenewed("4711", "tv1", "t88", "Alps", Expiry), Limits.RenewalsMax);

        var decided = When([Acquired, .. renewals], new LicenseCommand.Renew("4711", "tv1", "t88", "Alps", Start));

        Assert.Equal([new LicenseRefused("4711", "tv1", "t88", "Alps", "renewed 6 times already")], decided);
    }

    [Fact]
    public void A_second_release_decides_nothing() =>
        Assert.Empty(When([Acquired, Released], new LicenseCommand.Release("4711", "tv1", "t88", "Alps")));

    [Fact]
    public void A_licence_expires_no_earlier_than_it_says()
    {
        Assert.Empty(When([Acquired], new LicenseCommand.Expire("4711", "tv1", "t88", "Alps", Expiry.AddTicks(-1))));
        Assert.Equal(
            [new LicenseExpired("4711", "tv1", "t88", "Alps")],
            When([Acquired], new LicenseCommand.Expire("4711", "tv1", "t88", "Alps", Expiry)));
    }

    [Fact]
    public void Only_a_held_licence_is_revoked_with_its_device()
    {
        var revoke = new LicenseCommand.Revoke("4711", "tv1", "t88", "Alps", "lost");

        Assert.Empty(When([Acquired, Released], revoke));
        Assert.Equal([new LicenseRevoked("4711", "tv1", "t88", "Alps", "lost")], When([Acquired], revoke));
    }

    [Fact]
    public void A_release_that_history_holds_twice_is_counted_twice()
    {
        var state = new object[] { Acquired, Released, Released }.Aggregate(LicenseDecider.Initial, LicenseDecider.Evolve);

        Assert.Equal(-1, state.Remaining);
    }

    private static IReadOnlyList<object> When(IEnumerable<object> given, LicenseCommand command) =>
        LicenseDecider.Decide(given.Aggregate(LicenseDecider.Initial, LicenseDecider.Evolve), command);
}
