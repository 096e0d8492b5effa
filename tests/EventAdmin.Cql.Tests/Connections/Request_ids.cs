using CsCheck;
using EventAdmin.Cql.Connections;

namespace EventAdmin.Cql.Tests.Connections;

public sealed class Request_ids
{
    private enum Step
    {
        Take,
        Answer,
        Abandon,
        LateAnswer,
    }

    [Fact]
    public void Never_serve_two_requests_and_orphans_are_counted_right() =>
        Gen.Select(Gen.Int[1, 40], Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 1000]).List[0, 400]).Sample((count, steps) =>
        {
            var ids = new RequestIds(count);
            var waiting = new List<short>();
            var orphans = new List<short>();
            foreach (var (step, choice) in steps)
            {
                switch (step)
                {
                    case Step.Take when ids.TryTake(out var taken):
                        Assert.InRange(taken, 0, count - 1);
                        Assert.DoesNotContain(taken, waiting);
                        Assert.DoesNotContain(taken, orphans);
                        waiting.Add(taken);
                        break;
                    case Step.Take:
                        Assert.Equal(count, waiting.Count + orphans.Count);
                        break;
                    case Step.Answer when waiting.Count > 0:
                        ids.Return(Draw(waiting, choice));
                        break;
                    case Step.Abandon when waiting.Count > 0:
                        var abandoned = Draw(waiting, choice);
                        ids.Orphan(abandoned, now: choice);
                        orphans.Add(abandoned);
                        break;
                    case Step.LateAnswer when orphans.Count > 0:
                        ids.Return(Draw(orphans, choice));
                        break;
                }

                Assert.Equal(orphans.Count, ids.Orphans);
                Assert.Equal(waiting.Count + orphans.Count, ids.Taken);
                Assert.All(orphans, id => Assert.True(ids.IsOrphan(id)));
                Assert.All(waiting, id => Assert.False(ids.IsOrphan(id)));
            }
        });

    [Fact]
    public void Come_back_last_in_first_out_so_that_few_are_touched()
    {
        var ids = new RequestIds(1024);
        var used = new HashSet<short>();

        for (var round = 0; round < 100; round++)
        {
            var taken = Enumerable.Range(0, 3).Select(_ => ids.TryTake(out var id) ? id : (short)-1).ToArray();
            used.UnionWith(taken);
            foreach (var id in taken) ids.Return(id);
        }

        Assert.Equal(new short[] { 0, 1, 2 }, used.Order());
        Assert.Equal(3, ids.Used);
    }

    [Fact]
    public void Reach_the_largest_that_the_protocol_has_and_no_further()
    {
        var ids = new RequestIds(32768);
        short last = -1;
        while (ids.TryTake(out var id)) last = id;

        Assert.Equal(32767, last);
        Assert.Equal(32768, ids.Taken);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequestIds(32769));
    }

    [Fact]
    public void Tell_how_many_orphans_are_old()
    {
        var ids = new RequestIds(8);
        for (var at = 1; at <= 5; at++)
        {
            Assert.True(ids.TryTake(out var id));
            ids.Orphan(id, now: at * 100);
        }

        Assert.Equal(3, ids.CountOrphansSince(300));
        Assert.Equal(5, ids.CountOrphansSince(1000));
        Assert.Equal(0, ids.CountOrphansSince(99));
    }

    private static short Draw(List<short> from, int choice)
    {
        var index = choice % from.Count;
        var drawn = from[index];
        from.RemoveAt(index);
        return drawn;
    }
}
