using EventAdmin.Samples.Downloads.Domain;
using EventAdmin.Testing;
using Xunit;

namespace EventAdmin.Samples.Downloads.Tests.Domain;

public sealed class Deciding_about_a_customer
{
    private static readonly CustomerRegistered Registered = new("4711", "Jane Doe", "jane@example.org", "+43 1", "Hauptstr. 3, Graz", Plan.Basic);

    private static DeciderScenario<CustomerState, CustomerCommand> Customer { get; } = DeciderScenario.Of(new CustomerDecider());

    [Fact]
    public void Everything_but_registration_is_rejected_before_it() =>
        Customer.When(new CustomerCommand.ChangeAddress("Hauptstr. 5, Graz")).ThenRejected("not registered");

    [Fact]
    public void A_second_registration_decides_nothing() =>
        Customer.Given(Registered).When(new CustomerCommand.Register("4711", "J", "j", "1", "A", Plan.Premium)).Then();

    [Fact]
    public void A_new_address_is_recorded() =>
        Customer.Given(Registered).When(new CustomerCommand.ChangeAddress("Hauptstr. 5, Graz")).Then(new AddressChanged("4711", "Hauptstr. 5, Graz"));

    [Fact]
    public void The_address_on_file_is_not_recorded_again() =>
        Customer.Given(Registered).When(new CustomerCommand.ChangeAddress("Hauptstr. 3, Graz")).Then();

    [Fact]
    public void A_plan_change_says_what_was_before() =>
        Customer.Given(Registered).When(new CustomerCommand.ChangePlan(Plan.Premium)).Then(new PlanChanged("4711", Plan.Premium, Plan.Basic));

    [Fact]
    public void A_device_too_many_is_refused() => Customer
        .Given(Registered, new DeviceAdded("4711", "tv1"))
        .When(new CustomerCommand.AddDevice("phone1"))
        .Then(new DeviceRefused("4711", "phone1", "the Basic plan has room for 1"));

    [Fact]
    public void A_better_plan_has_room_for_it() => Customer
        .Given(Registered, new DeviceAdded("4711", "tv1"), new PlanChanged("4711", Plan.Standard, Plan.Basic))
        .When(new CustomerCommand.AddDevice("phone1"))
        .Then(new DeviceAdded("4711", "phone1"));

    [Fact]
    public void A_revoked_device_makes_room() => Customer
        .Given(Registered, new DeviceAdded("4711", "tv1"), new DeviceRevoked("4711", "tv1", "lost"))
        .When(new CustomerCommand.AddDevice("phone1"))
        .Then(new DeviceAdded("4711", "phone1"));

    [Fact]
    public void A_device_that_is_not_there_is_not_revoked() =>
        Customer.Given(Registered).When(new CustomerCommand.RevokeDevice("tv1", "lost")).Then();

    [Fact]
    public void A_dispute_is_answered_once() => Customer
        .Given(Registered, new DisputeOpened("4711", "downloads-4711-t88", "no"), new DisputeAnswered("4711", "downloads-4711-t88", "yes"))
        .When(new CustomerCommand.AnswerDispute("downloads-4711-t88", "yes"))
        .Then();
}
