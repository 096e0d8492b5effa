using System.Collections.Concurrent;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Testing.FakeNode;

namespace EventAdmin.Cql.Tests.Sessions;

public sealed class Admitting_requests_to_a_node
{
    private readonly Admission _admission = new();

    [Fact]
    public async Task It_is_asked_with_what_is_known_and_told_how_it_ended()
    {
        await using var session = await StartAsync();
        session.Cluster.Script.NextStatement(new FakeFault.Answer(FakeErrors.Overloaded));

        using var result = await session.ExecuteAsync(CqlStatementKind.IdempotentWrite, "a", FakeSession.Call);

        var seen = session.Cluster.Statement.Select(static request => new CqlAdmissionRequest(request.Node.Place.HostId, "dc1", "test", CqlStatementKind.IdempotentWrite)).ToList();
        Assert.Equal(seen, _admission.Asked.Where(static one => one.Label == "test"));
        Assert.Equal([CqlAdmissionResult.Overloaded, CqlAdmissionResult.Answered], _admission.Told.Where(static one => one.Request.Label == "test").Select(static one => one.Result));
    }

    [Fact]
    public async Task A_read_that_is_refused_goes_to_the_next_node()
    {
        await using var session = await StartAsync();
        var refused = session.Cluster.Nodes[0].Place.HostId;
        _admission.Allows = request => request.HostId != refused;

        for (var i = 0; i < 20; i++)
            (await session.ExecuteAsync(CqlStatementKind.Read, $"p{i}", FakeSession.Call)).Dispose();

        Assert.DoesNotContain(refused, session.Cluster.Statement.Select(static request => request.Node.Place.HostId));
        Assert.Contains(refused, _admission.Asked.Select(static one => one.HostId));
    }

    [Theory]
    [InlineData(CqlStatementKind.Read)]
    [InlineData(CqlStatementKind.Write)]
    public async Task What_is_refused_everywhere_is_busy_and_not_executed(CqlStatementKind kind)
    {
        await using var session = await StartAsync();
        (await session.ExecuteAsync(kind, "a", FakeSession.Call)).Dispose();
        session.Cluster.ClearRequests();
        _admission.Allows = static _ => false;

        var failure = await Assert.ThrowsAsync<CqlBusyException>(() => session.ExecuteAsync(kind, "a", FakeSession.Call));

        Assert.Equal(CqlOutcome.NotExecuted, failure.Outcome);
        Assert.Empty(session.Cluster.Statement);
    }

    [Fact]
    public async Task Everything_that_entered_has_left()
    {
        await using var session = await StartAsync();
        session.Cluster.Script.Seeded(7, 0.3, [new FakeFault.Answer(FakeErrors.Overloaded), new FakeFault.Answer(FakeErrors.Invalid("no")), new FakeFault.Reset(IsExecuted: false)]);

        for (var i = 0; i < 50; i++)
        {
            try
            {
                (await session.ExecuteAsync(CqlStatementKind.IdempotentWrite, $"p{i}", FakeSession.Call)).Dispose();
            }
            catch (CqlException)
            {
                // Some of them must fail.
            }
        }

        Assert.Equal(_admission.Entered, _admission.Told.Count);
    }

    private Task<FakeSession> StartAsync() => FakeSession.ConnectedAsync(change: options => options with { NodeAdmission = _admission });

    private sealed class Admission : ICqlNodeAdmission
    {
        private int _entered;

        public Func<CqlAdmissionRequest, bool> Allows { get; set; } = static _ => true;

        public int Entered => _entered;

        public ConcurrentQueue<CqlAdmissionRequest> Asked { get; } = [];

        public ConcurrentQueue<(CqlAdmissionRequest Request, CqlAdmissionResult Result)> Told { get; } = [];

        public bool TryEnter(in CqlAdmissionRequest request)
        {
            Asked.Enqueue(request);
            if (!Allows(request))
                return false;
            Interlocked.Increment(ref _entered);
            return true;
        }

        public void Leave(in CqlAdmissionRequest request, TimeSpan elapsed, CqlAdmissionResult result) => Told.Enqueue((request, result));
    }
}
