using EventAdmin.Testing;
using Xunit;

namespace EventAdmin.EventSourcing.Tests.Streams;

public sealed class A_decider_scenario
{
    [Fact]
    public void Passes_when_exactly_that_happened() =>
        DeciderScenario.Of(new Account()).Given(new Deposited(5)).When(-3).Then(new Withdrawn(3));

    [Fact]
    public void Passes_when_nothing_happened_as_expected() => DeciderScenario.Of(new Account()).When(0).Then();

    [Fact]
    public void Passes_when_it_was_rejected_as_expected() =>
        DeciderScenario.Of(new Account()).Given(new Deposited(5), new Withdrawn(4)).When(-3).ThenRejected("only 1");

    [Fact]
    public void Fails_with_what_was_expected_and_found()
    {
        var failure = Assert.Throws<ScenarioFailedException>(
            () => DeciderScenario.Of(new Account()).Given(new Deposited(5)).When(-3).Then(new Withdrawn(2)));

        Assert.Equal("""Expected Withdrawn {"amount":2}, found Withdrawn {"amount":3}""", failure.Message);
    }

    [Fact]
    public void Fails_when_a_rejection_is_missing_or_unexpected()
    {
        var accepted = DeciderScenario.Of(new Account()).When(1);
        var rejected = DeciderScenario.Of(new Account()).When(-1);

        Assert.Throws<ScenarioFailedException>(() => accepted.ThenRejected("anything"));
        Assert.Throws<ScenarioFailedException>(() => rejected.Then(new Withdrawn(1)));
        Assert.Throws<ScenarioFailedException>(() => rejected.ThenRejected("something else"));
    }
}
