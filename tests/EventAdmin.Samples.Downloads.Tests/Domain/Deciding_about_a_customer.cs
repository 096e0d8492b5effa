using EventAdmin.Samples.Downloads.Domain;
using Xunit;

namespace EventAdmin.Samples.Downloads.Tests.Domain;

public sealed class Deciding_about_a_customer
{
    private static readonly CustomerRegistered Registered = new("4711", "Jane Doe", "jane@example.org", "+43 1", "Hauptstr. 3, Graz", Plan.Basic);

    [Fact]
    public void Nothing_is_decided_before_registration() =>
        Assert.Empty(When([], new CustomerCommand.ChangeAddress("Hauptstr. 5, Graz")));

    [Fact]
    public void A_second_registration_decides_nothing() =>
        Assert.Empty(When([Registered], new CustomerCommand.Register("4711", "J", "j", "1", "A", Plan.Premium)));

    [Fact]
    public void A_new_address_is_recorded_and_the_same_one_is_not()
    {
        Assert.Equal([new AddressChanged("4711", "Hauptstr. 5, Graz")], When([Registered], new CustomerCommand.ChangeAddress("Hauptstr. 5, Graz")));
        Assert.Empty(When([Registered], new CustomerCommand.ChangeAddress("Hauptstr. 3, Graz")));
    }

    [Fact]
    public void A_plan_change_says_what_was_before() => Assert.Equal(
        [new PlanChanged("4711", Plan.Premium, Plan.Basic)], When([Registered], new CustomerCommand.ChangePlan(Plan.Premium)));

    [Fact]
    public void A_device_too_many_is_refused_and_fits_after_a_better_plan()
    {
        object[] full = [Registered, new DeviceAdded("4711", "tv1")];

        var refused = When(full, new CustomerCommand.AddDevice("phone1"));
        var added = When([.. full, new PlanChanged("4711", Plan.Standard, Plan.Basic)], new CustomerCommand.AddDevice("phone1"));

        Assert.Equal([new DeviceRefused("4711", "phone1", "the Basic plan has room for 1")], refused);
        Assert.Equal([new DeviceAdded("4711", "phone1")], added);
    }

    [Fact]
    public void Only_a_device_that_is_there_is_revoked()
    {
        Assert.Empty(When([Registered], new CustomerCommand.RevokeDevice("tv1", "lost")));
        Assert.Equal(
            [new DeviceRevoked("4711", "tv1", "lost")],
            When([Registered, new DeviceAdded("4711", "tv1")], new CustomerCommand.RevokeDevice("tv1", "lost")));
    }

    private static IReadOnlyList<object> When(IEnumerable<object> given, CustomerCommand command) =>
        CustomerDecider.Decide(given.Aggregate(CustomerDecider.Initial, CustomerDecider.Evolve), command);
}
