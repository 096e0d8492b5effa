using System.Reflection;
using EventAdmin.Conventions.Tests.Checks;
using Xunit;

namespace EventAdmin.Conventions.Tests;

public sealed class The_components
{
    private const string Planted = "EventAdmin.Conventions.Tests.Planted.Web";

    [Fact]
    public void Are_given_no_store_and_no_engine() =>
        Expect.NoViolations(ComponentInjection.FindViolations(Assembly.Load("EventAdmin.Web").GetTypes(), "EventAdmin.Web"));

    [Fact]
    public void Of_a_feature_use_no_other_feature() => Expect.NoViolations(FolderGraph.FindUsesBetweenChildren(
        FolderUses.Read(Path.Combine(AppContext.BaseDirectory, "EventAdmin.Web.dll"), "EventAdmin.Web"), "Features"));

    [Fact]
    public void Are_seen_when_they_ask_for_too_much()
    {
        var violations = ComponentInjection.FindViolations(typeof(The_components).Assembly.GetTypes(), Planted);

        const string Page = Planted + ".Features.Live.GreedyPage";
        Assert.Equal(
            [
                $"{Page} is given EventAdmin.EventSourcing.Storage.IEventStorage",
                $"{Page} is given {Planted}.Features.Find.FindService",
                $"{Page} is given System.IServiceProvider",
                $"{Page} is given Microsoft.Extensions.Options.IOptions`1[EventAdmin.EventSourcing.Storage.StoreCapabilities]",
                $"{Page} is given EventAdmin.EventSourcing.Storage.EventStore",
            ],
            violations);
    }

    [Fact]
    public void Are_seen_when_one_feature_uses_another()
    {
        var uses = FolderUses.Read(typeof(The_components).Assembly.Location, Planted);

        Assert.Equal(
            ["Features/Live uses Features/Find (GreedyPage uses FindService)"],
            FolderGraph.FindUsesBetweenChildren(uses, "Features"));
    }
}
