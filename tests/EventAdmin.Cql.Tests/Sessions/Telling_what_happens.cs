using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using EventAdmin.Cql.Diagnostics;
using EventAdmin.Cql.Primitives;
using EventAdmin.Testing.FakeNode;

namespace EventAdmin.Cql.Tests.Sessions;

[Collection(nameof(Telling_what_happens))]
public sealed class Telling_what_happens
{
    private static readonly string[] Names =
    [
        "db.client.operation.duration", "cql.requests.in_flight", "cql.requests.queued", "cql.connections", "cql.orphans", "cql.retries",
        "cql.speculative", "cql.timeouts", "cql.bytes.sent", "cql.bytes.received", "cql.prepare", "cql.lwt.not_applied", "cql.lwt.unknown", "cql.topology.refresh",
    ];

    [Fact]
    public async Task Every_instrument_is_there()
    {
        var published = new ConcurrentBag<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => published.Add(instrument.Meter.Name == CqlTelemetry.MeterName ? instrument.Name : "") };
        listener.Start();

        await using var session = await FakeSession.ConnectedAsync(nodes: 1);

        Assert.Empty(Names.Except(published));
    }

    [Fact]
    public async Task A_duration_says_operation_label_keyspace_node_and_error()
    {
        var measured = new ConcurrentQueue<Dictionary<string, object?>>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Name == "db.client.operation.duration")
                    own.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => measured.Enqueue(tags.ToArray().ToDictionary()));
        listener.Start();
        await using var session = await FakeSession.ConnectedAsync(nodes: 1);
        var call = FakeSession.Call with { Label = "duration-test" };

        (await session.ExecuteAsync(CqlStatementKind.Write, "a", call)).Dispose();
        session.Cluster.Script.NextStatement(new FakeFault.Answer(FakeErrors.Invalid("no")));
        await Assert.ThrowsAsync<CqlServerException>(() => session.ExecuteAsync(CqlStatementKind.Write, "a", call));

        var own = measured.Where(static one => Equals(one["cql.label"], "duration-test")).ToList();
        Assert.Equal(2, own.Count);
        Assert.Equal(("cassandra", "EXECUTE", "ks"), (own[0]["db.system.name"], own[0]["db.operation.name"], own[0]["db.namespace"]));
        Assert.Equal(session.Cluster.Nodes[0].EndPoint.Address.ToString(), own[0]["server.address"]);
        Assert.False(own[0].ContainsKey("error.type"));
        Assert.Equal("Invalid", own[1]["error.type"]);
    }

    [Fact]
    public async Task A_span_has_the_statement_its_level_its_coordinator_and_its_attempts_and_no_values()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == CqlTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var session = await FakeSession.ConnectedAsync();
        var call = FakeSession.Call with { Label = "span-test" };
        session.Cluster.Script.NextStatement(new FakeFault.Answer(FakeErrors.Overloaded));

        using var result = await session.ExecuteAsync(CqlStatementKind.IdempotentWrite, "a-secret-value", call);

        var span = Assert.Single(ended, static one => Equals(one.GetTagItem("cql.label"), "span-test"));
        Assert.Equal(FakeSession.Insert, span.GetTagItem("db.query.text"));
        Assert.Equal("LOCAL_QUORUM", span.GetTagItem("cassandra.consistency.level"));
        Assert.Equal(result.Execution.Coordinator.HostId.ToString(), span.GetTagItem("cassandra.coordinator.id"));
        Assert.Equal("dc1", span.GetTagItem("cassandra.coordinator.dc"));
        Assert.Equal(2, span.Events.Count());
        Assert.DoesNotContain(span.TagObjects, static tag => tag.Value?.ToString()?.Contains("secret", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task The_last_slow_and_failed_requests_are_kept_without_values()
    {
        await using var session = await FakeSession.ConnectedAsync(nodes: 1, change: static options => options with { SlowRequest = TimeSpan.FromMilliseconds(50) });
        var call = FakeSession.Call with { Label = "slow-test" };
        (await session.ExecuteAsync(CqlStatementKind.Write, "a", call)).Dispose();
        session.Cluster.Script.NextStatement(new FakeFault.Delay(TimeSpan.FromMilliseconds(100)));
        (await session.ExecuteAsync(CqlStatementKind.Write, "a-secret-value", call)).Dispose();
        session.Cluster.Script.NextStatement(new FakeFault.Answer(FakeErrors.Invalid("secret")));
        await Assert.ThrowsAsync<CqlServerException>(() => session.ExecuteAsync(CqlStatementKind.Write, "a-secret-value", call));

        var kept = session.Client.SlowRequests.Where(static one => one.Label == "slow-test").ToList();

        Assert.Equal((FakeSession.Insert, "Failed", "Invalid"), (kept[0].Text, kept[0].Outcome, kept[0].Error));
        Assert.Equal(("Answered", "Invalid"), (Assert.Single(kept[0].Attempts).Phase, kept[0].Attempts[0].Error));
        Assert.Equal((null, null), (kept[1].Outcome, kept[1].Error));
        Assert.DoesNotContain("secret", System.Text.Json.JsonSerializer.Serialize(kept), StringComparison.Ordinal);
    }

    [Fact]
    public void No_more_than_256_of_them_are_kept_the_newest_first()
    {
        var ring = new SlowRequests();
        for (var i = 0; i < 300; i++)
            ring.Add(new CqlSlowRequest { At = DateTimeOffset.UnixEpoch, Label = $"{i}", Kind = "Read" });

        var kept = ring.Snapshot();

        Assert.Equal(256, kept.Count);
        Assert.Equal(("299", "44"), (kept[0].Label, kept[^1].Label));
    }
}
