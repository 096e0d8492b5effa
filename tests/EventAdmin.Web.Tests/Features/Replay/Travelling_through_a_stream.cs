using System.Text;
using AngleSharp.Dom;
using Bunit;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Features.Replay;
using EventAdmin.Web.Tests.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Web.Tests.Features.Replay;

public sealed class Travelling_through_a_stream : IAsyncLifetime
{
    private static readonly StreamId Stream = StreamId.Parse("license-1");

    private readonly ComponentHost _host = new();
    private readonly InMemoryEventStorage _storage;

    public Travelling_through_a_stream()
    {
        _storage = new InMemoryEventStorage(new EventLimits(), _host.Clock);
        var sentences = new SentenceWriter(new EventTypeRegistryBuilder().Build());
        var reducers = new ReducerRegistry([new ReducerRegistration(new FailingReducer())]);
        var replayer = new Replayer(_storage, _storage, new ReplayOptions(), _host.Clock, NullLogger<Replayer>.Instance);
        _host.Services.AddSingleton(new ReplayService(replayer, reducers, _storage, sentences));
        _host.Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    public async ValueTask InitializeAsync()
    {
        await AppendAsync("""{"remaining":3,"status":"Active"}""", "mara");
        await AppendAsync("""{"remaining":9007199254740993}""", "kim");
        await AppendAsync("""{"status":"Released","note":"<b>x</b>"}""", "mara");
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public void Without_a_moment_the_newest_state_is_shown_as_now()
    {
        var page = Open("");

        Assert.Equal("Released", Value(page, "status"));
        Assert.Contains("Now", page.Find(".truth-line").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_earlier_version_says_that_it_is_the_past_and_numbers_are_exact()
    {
        var page = Open("?at=v1");

        Assert.Contains("You are looking at the past", page.Find(".notice-past").TextContent, StringComparison.Ordinal);
        Assert.Equal("9007199254740993", Value(page, "remaining"));
    }

    [Fact]
    public void Each_field_names_the_version_that_set_it()
    {
        var page = Open("");

        page.WaitForAssertion(() =>
        {
            Assert.Equal("← v1", Setter(page, "remaining"));
            Assert.Equal("← v2", Setter(page, "status"));
        });
    }

    [Fact]
    public void The_change_that_led_here_stands_beside_the_state()
    {
        var page = Open("?at=v2");

        var change = page.Find("section[aria-label=Change]").TextContent;
        Assert.Contains("status", change, StringComparison.Ordinal);
        Assert.Contains("\"Active\"", change, StringComparison.Ordinal);
        Assert.Contains("\"Released\"", change, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_other_version_can_be_compared_with()
    {
        var page = Open("?at=v2&vs=empty");

        Assert.Contains("Differs empty → v2", page.Find("section[aria-label=Change] h2").TextContent, StringComparison.Ordinal);
        Assert.Equal(3, page.FindAll("section[aria-label=Change] .field-change").Count);
    }

    [Fact]
    public void Activating_a_field_shows_who_set_it_with_the_old_value()
    {
        var page = Open("?field=remaining");

        page.WaitForAssertion(() => Assert.Equal("ready", page.Find("section[aria-label='Who set this field']").GetAttribute("data-state")));
        var origin = page.Find("section[aria-label='Who set this field']").TextContent;
        Assert.Contains("kim", origin, StringComparison.Ordinal);
        Assert.Contains("Set before by v0", origin, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_the_first_event_the_state_is_empty_and_says_so()
    {
        var page = Open("?at=empty");

        Assert.Contains("the state before the first event is empty", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_beyond_the_end_shows_the_newest_and_says_so()
    {
        var page = Open("?at=v99");

        Assert.Contains("The stream ends at v2", page.Find(".notice-warn").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reducer_that_fails_shows_the_state_before_and_a_way_on()
    {
        var page = Open("?as=Failing");

        Assert.Contains("The reducer failed at v1", page.Find(".notice-bad").TextContent, StringComparison.Ordinal);
        Assert.Contains("State at v0", page.Find(".state-panel h2").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_is_not_there_is_not_found()
    {
        var page = Open("", "license-404");

        Assert.Equal("not-found", page.Find("[data-panel='Time machine']").GetAttribute("data-state"));
    }

    [Fact]
    public void Markup_in_values_stays_text()
    {
        var page = Open("");

        Assert.Equal("<b>x</b>", Value(page, "note"));
        Assert.Empty(page.FindAll(".state-value b"));
    }

    [Fact]
    public void Folding_again_from_the_first_event_confirms_the_fingerprint()
    {
        var page = Open("?at=v1");

        page.Find("section[aria-label='Replay receipt'] button").Click();

        page.WaitForAssertion(() => Assert.Contains("Equal", page.Find("section[aria-label='Replay receipt'] [role=status]").TextContent, StringComparison.Ordinal));
    }

    private static string Value(IRenderedComponent<ReplayPage> page, string field) => Row(page, field).QuerySelector(".state-value")!.TextContent.Trim('"');

    private static string Setter(IRenderedComponent<ReplayPage> page, string field) => Row(page, field).QuerySelector(".state-setter")!.TextContent.Trim();

    private static IElement Row(IRenderedComponent<ReplayPage> page, string field) => page.Find($"[data-field='{field}']");

    private IRenderedComponent<ReplayPage> Open(string query, string stream = "license-1")
    {
        _host.Services.GetRequiredService<NavigationManager>().NavigateTo(AppUrls.Replay(stream) + query);
        return _host.Render<ReplayPage>(parameters => parameters.Add(page => page.Segment, stream));
    }

    private async Task AppendAsync(string data, string actor)
    {
        var e = new NewEvent
        {
            Id = EventId.New(_host.Clock),
            Type = "LicenseChanged",
            Data = Encoding.UTF8.GetBytes(data),
            Metadata = new EventMetadata { Actor = actor },
        };
        await _storage.AppendAsync(AppendRequest.To(Stream, ExpectedVersion.Any, e), Xunit.TestContext.Current.CancellationToken);
        _host.Clock.Advance(TimeSpan.FromHours(1));
    }

    private sealed class FailingReducer : IReducer
    {
        public string Name => "Failing";

        public string Version => "1";

        public IReduction Start(ReadOnlyMemory<byte>? stateJson) => new Reduction();

        private sealed class Reduction : IReduction
        {
            public ReductionStep Apply(RecordedEvent e) =>
                e.Version == StreamVersion.First ? ReductionStep.Folded : throw new InvalidOperationException("no second event is allowed");

            public ReadOnlyMemory<byte> ToJson() => "{}"u8.ToArray();
        }
    }
}
