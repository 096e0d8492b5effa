using EventAdmin.Cql.Sessions;

namespace EventAdmin.Cql.Tests.Sessions;

public sealed class A_plan
{
    // Nodes 0 to 3 in dc1, 4 to 6 in dc2; a token in (30, 100] wraps to the first range.
    private static readonly CqlTopology Topology = Clusters.Create(
        Clusters.PerDatacenter(("dc1", 3), ("dc2", 2)),
        ("dc1", "r1", [0]), ("dc1", "r2", [10]), ("dc1", "r3", [20]), ("dc1", "r1", [30]),
        ("dc2", "r1", [1]), ("dc2", "r2", [11]), ("dc2", "r3", [21]));

    private readonly HashSet<int> _down = [];
    private readonly HashSet<int> _slow = [];
    private readonly int[] _inFlight = new int[7];

    [Fact]
    public void Asks_the_replicas_of_the_datacenter_first_and_then_its_other_nodes()
    {
        for (uint turn = 0; turn < 100; turn++)
        {
            var nodes = Take(token: 5, new PlanRequest("dc1", AllowRemote: false, InRingOrder: false, turn));

            Assert.Equal([1, 2, 3], nodes[..3].Order());
            Assert.Equal([0], nodes[3..]);
        }
    }

    [Fact]
    public void Spreads_over_the_replicas()
    {
        var firsts = Enumerable.Range(0, 300)
            .Select(turn => Take(5, new PlanRequest("dc1", AllowRemote: false, InRingOrder: false, (uint)turn))[0])
            .CountBy(static one => one)
            .ToDictionary();

        Assert.Equal([1, 2, 3], firsts.Keys.Order());
        Assert.All(firsts.Values, static count => Assert.InRange(count, 50, 150));
    }

    [Fact]
    public void Prefers_the_emptier_of_two()
    {
        _inFlight[1] = 100;
        _inFlight[2] = 50;

        for (uint turn = 0; turn < 100; turn++)
        {
            var nodes = Take(5, new PlanRequest("dc1", AllowRemote: false, InRingOrder: false, turn));

            Assert.True(_inFlight[nodes[0]] <= _inFlight[nodes[1]]);
            Assert.NotEqual(1, nodes[0]);
        }
    }

    [Fact]
    public void Puts_slow_replicas_behind_the_others()
    {
        _slow.UnionWith([1, 3]);

        for (uint turn = 0; turn < 100; turn++)
        {
            var nodes = Take(5, new PlanRequest("dc1", AllowRemote: false, InRingOrder: false, turn));

            Assert.Equal(2, nodes[0]);
            Assert.Equal([1, 3], nodes[1..3].Order());
        }
    }

    [Fact]
    public void Of_a_conditional_statement_is_always_the_same_in_ring_order()
    {
        _inFlight[1] = 1000;
        _slow.Add(1);

        for (uint turn = 0; turn < 100; turn++)
            Assert.Equal([1, 2, 3, 0], Take(5, new PlanRequest("dc1", AllowRemote: false, InRingOrder: true, turn)));
    }

    [Fact]
    public void Of_a_conditional_statement_goes_to_the_first_replica_that_is_up()
    {
        _down.Add(1);

        Assert.Equal([2, 3, 0], Take(5, new PlanRequest("dc1", AllowRemote: false, InRingOrder: true, 7)));
    }

    [Fact]
    public void Names_no_node_twice_and_every_node_once_when_others_may_answer()
    {
        for (uint turn = 0; turn < 100; turn++)
        {
            var nodes = Take(5, new PlanRequest("dc1", AllowRemote: true, InRingOrder: turn % 2 == 0, turn));

            Assert.Equal(Enumerable.Range(0, 7), nodes.Order());
            Assert.All(nodes[..4], static node => Assert.InRange(node, 0, 3));
            Assert.Equal([5, 6], nodes[4..6]);
        }
    }

    [Fact]
    public void Obeys_the_datacenter_that_is_named()
    {
        Assert.Equal([5, 6, 4], Take(5, new PlanRequest("dc2", AllowRemote: false, InRingOrder: true, 0)));
        Assert.Empty(Take(5, new PlanRequest("dc3", AllowRemote: false, InRingOrder: true, 0)));
    }

    [Fact]
    public void Without_a_routing_key_takes_the_nodes_in_turn()
    {
        var firsts = Enumerable.Range(0, 4).Select(turn => Take(null, new PlanRequest("dc1", AllowRemote: false, InRingOrder: false, (uint)turn)));

        Assert.Equal([[0, 1, 2, 3], [1, 2, 3, 0], [2, 3, 0, 1], [3, 0, 1, 2]], firsts);
    }

    [Fact]
    public void Of_one_node_has_that_node_only()
    {
        var view = new View(this);
        var plan = NodePlan.Pinned(Topology, 5);

        Assert.True(plan.TryNext(ref view, out var node));
        Assert.Equal(5, node);
        Assert.False(plan.TryNext(ref view, out _));
    }

    [Fact]
    public void Allocates_nothing()
    {
        var view = new View(this);
        Walk(view, 10);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Walk(view, 1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Walk(View view, int times)
    {
        for (uint turn = 0; turn < times; turn++)
        {
            var request = new PlanRequest("dc1", AllowRemote: true, InRingOrder: false, turn);
            var plan = NodePlan.Create(Topology, Topology.ReplicasOf(Clusters.Keyspace, 5), request, ref view);
            while (plan.TryNext(ref view, out _))
            {
            }
        }
    }

    private List<int> Take(long? token, PlanRequest request)
    {
        var view = new View(this);
        var replicas = token is { } known ? Topology.ReplicasOf(Clusters.Keyspace, known) : [];
        var plan = NodePlan.Create(Topology, replicas, request, ref view);
        var nodes = new List<int>();
        while (plan.TryNext(ref view, out var node))
            nodes.Add(node);
        return nodes;
    }

    private readonly struct View(A_plan test) : INodeView
    {
        public bool IsPassable(int node) => !test._down.Contains(node);

        public int InFlight(int node) => test._inFlight[node];

        public bool IsSlow(int node) => test._slow.Contains(node);
    }
}
