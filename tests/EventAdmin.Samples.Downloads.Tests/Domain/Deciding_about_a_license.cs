using EventAdmin.Samples.Downloads.Domain;
using EventAdmin.Testing;
using Xunit;

namespace EventAdmin.Samples.Downloads.Tests.Domain;

public sealed class Deciding_about_a_license
{
    private static readonly DateTimeOffset Start = new(2026, 2, 10, 19, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Expiry = Start.AddDays(30);
    private static readonly LicenseAcquired Acquired = new("4711", "tv1", "t88", "Alps", Expiry);
    private static readonly LicenseReleased Released = new("4711", "tv1", "t88", "Alps");

    private static DeciderScenario<LicenseState, LicenseCommand> License { get; } = DeciderScenario.Of(new LicenseDecider());

    [Fact]
    public void A_licence_runs_thirty_days() =>
        License.When(new LicenseCommand.Acquire("4711", "tv1", "t88", "Alps", Start)).Then(Acquired);

    [Fact]
    public void A_held_licence_is_not_acquired_again() =>
        License.Given(Acquired).When(new LicenseCommand.Acquire("4711", "tv1", "t88", "Alps", Start)).Then();

    [Fact]
    public void A_returned_licence_is() =>
        License.Given(Acquired, Released).When(new LicenseCommand.Acquire("4711", "tv1", "t88", "Alps", Start)).Then(Acquired);

    [Fact]
    public void A_renewal_in_time_runs_thirty_days_from_then() => License
        .Given(Acquired)
        .When(new LicenseCommand.Renew("4711", "tv1", "t88", "Alps", Expiry.AddDays(-1)))
        .Then(new LicenseRenewed("4711", "tv1", "t88", "Alps", Expiry.AddDays(29)));

    [Fact]
    public void A_renewal_at_the_instant_of_expiry_is_refused() => License
        .Given(Acquired)
        .When(new LicenseCommand.Renew("4711", "tv1", "t88", "Alps", Expiry))
        .Then(new LicenseRefused("4711", "tv1", "t88", "Alps", "it had run out"));

    [Fact]
    public void The_seventh_renewal_is_refused() => License
        .Given([Acquired, .. Enumerable.Repeat<object>(new LicenseRenewed("4711", "tv1", "t88", "Alps", Expiry), Limits.RenewalsMax)])
        .When(new LicenseCommand.Renew("4711", "tv1", "t88", "Alps", Start))
        .Then(new LicenseRefused("4711", "tv1", "t88", "Alps", "renewed 6 times already"));

    [Fact]
    public void A_second_release_decides_nothing() =>
        License.Given(Acquired, Released).When(new LicenseCommand.Release("4711", "tv1", "t88", "Alps")).Then();

    [Fact]
    public void A_licence_does_not_expire_before_its_time() =>
        License.Given(Acquired).When(new LicenseCommand.Expire("4711", "tv1", "t88", "Alps", Expiry.AddTicks(-1))).Then();

    [Fact]
    public void A_licence_expires_at_its_time() => License
        .Given(Acquired)
        .When(new LicenseCommand.Expire("4711", "tv1", "t88", "Alps", Expiry))
        .Then(new LicenseExpired("4711", "tv1", "t88", "Alps"));

    [Fact]
    public void A_held_licence_is_revoked_with_its_device() => License
        .Given(Acquired)
        .When(new LicenseCommand.Revoke("4711", "tv1", "t88", "Alps", "lost"))
        .Then(new LicenseRevoked("4711", "tv1", "t88", "Alps", "lost"));

    [Fact]
    public void A_returned_licence_has_nothing_to_revoke() =>
        License.Given(Acquired, Released).When(new LicenseCommand.Revoke("4711", "tv1", "t88", "Alps", "lost")).Then();

    [Theory]
    [InlineData(false, -1)]
    [InlineData(true, 0)]
    public void A_release_that_history_holds_twice_is_counted_twice_unless_corrected(bool isCorrected, int remaining)
    {
        EventSourcing.Streams.IDecider<LicenseState, LicenseCommand> decider = isCorrected ? new CorrectedLicenseDecider() : new LicenseDecider();

        var state = new object[] { Acquired, Released, Released }.Aggregate(decider.Initial, decider.Evolve);

        Assert.Equal(remaining, state.Remaining);
    }
}
