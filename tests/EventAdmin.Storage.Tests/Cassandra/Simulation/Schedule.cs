using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Owning;
using EventAdmin.Storage.Cassandra.Rows;
using EventAdmin.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Storage.Tests.Cassandra.Simulation;

/// <summary>
/// One run of several owners of one shard, over tables that answer as they like: instances that stop, are forgotten in mid-step or come back
/// late, requests that are lost, late or doubled, clients with right, stale and invented expectations. The seed decides everything; at the
/// end all heals, and what was told is held against what is stored.
/// </summary>
internal sealed class Schedule
{
    private const int InstancesMax = 3;
    private const int StepsMax = 260;
    private static readonly StreamId[] Streams = [StreamId.Parse("a"), StreamId.Parse("b-1"), StreamId.Parse("c")];

    private readonly Random _random;
    private readonly OwnerRules _rules;
    private readonly SampleEvents _events = new("simulated");
    private readonly List<Instance> _instances = [];
    private readonly List<Instance> _forgotten = [];
    private readonly List<SimulatedOp> _ops = [];
    private int _step;
    private int _madeInstances;
    private int _madeAppends;

    private Schedule(int seed, OwnerRules rules)
    {
        (_random, _rules) = (new Random(seed), rules);
        History = new SimulatedHistory(Tables, () => _step);
    }

    public SimulatedTables Tables { get; } = new();

    private SimulatedHistory History { get; }

    /// <summary>Runs a schedule and throws where a promise was broken.</summary>
    public static void Run(int seed, OwnerRules rules)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            new Schedule(seed, rules).Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private void Run()
    {
        for (_step = 0; _step < StepsMax; _step++)
        {
            Act();
            Collect();
        }

        Heal();
        new SimulatedVerdict(History, _ops).Check();
    }

    private void Act()
    {
        var choice = _random.Next(100);
        if (_instances.Count == 0 || (choice < 3 && _instances.Count < InstancesMax))
            StartInstance();
        else if (choice < 5)
            EndInstance();
        else if (choice < 7)
            PauseOrResume();
        else if (choice < 12)
            Later();
        else if (choice < 17)
            DoLate();
        else if (choice < 40)
            Ask();
        else
            Deliver(isSound: false);
    }

    private void StartInstance()
    {
        // Every instance has a clock of its own, which is wrong, and stands still where the instance does.
        var clock = new FakeTimeProvider(TestTime.Start.AddMilliseconds(_random.Next(-5000, 5000)));
        var network = new SimulatedNetwork { AfterDecision = History.LookAtTheMarker };
        var settings = new ShardSettings
        {
            Keyspace = SimulatedTables.Keyspace,
            Line = SimulatedHistory.Line,
            Buckets = new Buckets(4),
            Segments = new Buckets(8),
            SerialLevel = CqlConsistency.LocalSerial,
            CommitLevel = CqlConsistency.LocalQuorum,
            Instance = EventId.FromName("instance", $"{++_madeInstances}").Value,
            GroupAppendsMax = 3,
            GroupEventsMax = 7,
            StreamsRememberedMax = 2,
            Rules = _rules,
        };
        var instance = new Instance(network, clock, new ShardOwner(new OwnerParts
        {
            Session = new SimulatedSession(Tables, network),
            Settings = settings,
            Clock = clock,
            Timers = clock,
            Logger = NullLogger.Instance,
            IsInline = true,
        }));
        _instances.Add(instance);
        instance.Owner.Start();
    }

    // In order; or forgotten: nothing reaches it any more, and what it sent may still land.
    private void EndInstance()
    {
        var instance = _instances[_random.Next(_instances.Count)];
        if (_random.Next(2) == 0)
        {
            instance.Owner.BeginStop();
            return;
        }

        Forget(instance);
        while (instance.Network.Waiting > 0)
            instance.Network.Deliver(0, (SimulatedFate)_random.Next((int)SimulatedFate.AnswerLost, (int)SimulatedFate.Lost + 1), isHeard: false);
        while (instance.Network.Late > 0 && _random.Next(2) == 0)
            instance.Network.DoLate(_random.Next(instance.Network.Late));
    }

    // As a stopped process: nothing of it goes on, and its clock stands still.
    private void PauseOrResume()
    {
        var instance = _instances[_random.Next(_instances.Count)];
        instance.IsPaused = !instance.IsPaused;
    }

    // Whoever asked it hears nothing, and asks another one.
    private void Forget(Instance instance)
    {
        _instances.Remove(instance);
        _forgotten.Add(instance);
        foreach (var one in _ops.SelectMany(static op => op.Tries).Where(one => one.Told is null && one.Owner == instance.Owner))
            one.Told = _step;
    }

    private void Later()
    {
        var time = TimeSpan.FromMilliseconds(_random.Next(10) switch { < 6 => _random.Next(1, 200), < 9 => 2000, _ => 7000 });
        foreach (var instance in _instances.Where(one => !one.IsPaused && _random.Next(8) > 0).ToList())
            instance.Clock.Advance(time);
    }

    private void DoLate()
    {
        foreach (var instance in _instances.Concat(_forgotten).Where(static one => one.Network.Late > 0).ToList())
        {
            if (_random.Next(2) == 0)
                instance.Network.DoLate(_random.Next(instance.Network.Late));
        }
    }

    private void Deliver(bool isSound)
    {
        var busy = _instances.Where(static one => !one.IsPaused && one.Network.Waiting > 0).ToList();
        if (busy.Count == 0)
        {
            if (isSound)
                _instances.ForEach(static instance => instance.Clock.Advance(TimeSpan.FromMilliseconds(50)));
            else
                Later();
            return;
        }

        var network = busy[_random.Next(busy.Count)].Network;
        var fate = isSound || _random.Next(100) < 85 ? SimulatedFate.Answered : (SimulatedFate)_random.Next((int)SimulatedFate.Lost + 1);
        network.Deliver(_random.Next(network.Waiting), fate);
    }

    private void Ask()
    {
        var open = _ops.Where(static op => !op.IsSettled && op.Tries.TrueForAll(static one => one.Told is not null)).ToList();
        var doubled = _ops.Where(static op => op.Append is not null).TakeLast(6).ToList();
        var choice = _random.Next(10);
        if (choice < 3 && open.Count > 0)
            Send(open[_random.Next(open.Count)]);
        else if (choice < 5 && doubled.Count > 0)
            Send(doubled[_random.Next(doubled.Count)]);
        else
            Send(NewOp());
    }

    private void Send(SimulatedOp op)
    {
        var serving = _instances.Where(static one => !one.IsPaused && one.Owner.IsServing).ToList();
        if (serving.Count == 0)
            return;
        if (!_ops.Contains(op))
            _ops.Add(op);
        var owner = serving[_random.Next(serving.Count)].Owner;
        var one = new SimulatedOp.Try(_step)
        {
            Owner = owner,
            Append = op.Append is { } append ? new OwnerWork.Append(OwnerAppend.Of(append)) : null,
            Delete = op.Deleted is { } deleted ? new OwnerWork.Delete(deleted) : null,
        };
        if ((one.Append is { } work ? owner.TryTake(work) is null : owner.TryTake(one.Delete!) is null))
            op.Tries.Add(one);
    }

    private SimulatedOp NewOp()
    {
        if (_random.Next(12) == 0)
            return new SimulatedOp(null, [Streams[_random.Next(Streams.Length)]]);
        var first = _random.Next(Streams.Length);
        var streams = new List<StreamAppend> { To(Streams[first], _random.Next(1, 4)) };
        if (_random.Next(5) == 0)
            streams.Add(To(Streams[(first + 1) % Streams.Length], _random.Next(0, 3)));
        var id = new AppendId(EventId.FromName("append", $"{++_madeAppends}").Value);
        return new SimulatedOp(new AppendRequest { Id = id, Streams = streams }, null);
    }

    private StreamAppend To(StreamId stream, int events)
    {
        var head = History.HeadOf(stream);
        var expected = _random.Next(10) switch
        {
            < 4 => head is { } exact ? ExpectedVersion.Exactly(exact) : ExpectedVersion.NoStream,
            < 5 => ExpectedVersion.Exactly(StreamVersion.Of(_random.Next(0, 12))),
            < 6 => ExpectedVersion.NoStream,
            < 7 => ExpectedVersion.StreamExists,
            _ => ExpectedVersion.Any,
        };
        return new StreamAppend { Stream = stream, Expected = expected, Events = _events.Take(events) };
    }

    private void Collect()
    {
        foreach (var op in _ops)
        {
            foreach (var one in op.Tries.Where(static one => one.Told is null))
                Collect(op, one);
        }
    }

    private void Collect(SimulatedOp op, SimulatedOp.Try one)
    {
        if (one.Append is { Answer: { IsCompletedSuccessfully: true, Result: var answer } })
        {
            one.Told = _step;
            if (answer is OwnerAnswer<AppendOutcome>.Told told)
                History.CheckVisible(op.Append!, one.Outcome = told.Value);
        }
        else if (one.Delete is { Answer: { IsCompletedSuccessfully: true, Result: var deleted } })
        {
            one.Told = _step;
            if (deleted is OwnerAnswer<int>.Told told)
                one.Deleted = told.Value;
        }
    }

    // Nothing fails any more, one instance that is new takes over, and everything still open is asked again.
    private void Heal()
    {
        foreach (var instance in _instances.ToList())
        {
            instance.IsPaused = false;
            if (_random.Next(2) == 0)
                Forget(instance);
        }

        foreach (var instance in _forgotten)
        {
            while (instance.Network.Late > 0)
                instance.Network.DoLate(0);
        }

        StartInstance();
        Settle(static one => one.Owner.IsServing);
        Resend();
        Settle(_ => _ops.TrueForAll(static op => op.IsSettled));
        var last = new SimulatedOp(new AppendRequest { Id = new AppendId(Guid.Empty), Streams = [To(Streams[0], 1)] }, null);
        Send(last);
        Settle(_ => last.IsSettled);
    }

    private void Settle(Func<Instance, bool> isDone)
    {
        for (var tries = 0; tries < 20_000; tries++, _step++)
        {
            if (_instances.Exists(instance => isDone(instance)))
                return;
            foreach (var instance in _instances.Where(static one => one.Network.Late > 0).ToList())
                instance.Network.DoLate(0);
            Deliver(isSound: true);
            Collect();
            if (tries % 50 == 49)
                Resend();
        }

        throw new BrokenPromiseException("The shard did not serve again though nothing failed any more.");
    }

    private void Resend()
    {
        foreach (var op in _ops.Where(static op => !op.IsSettled && op.Tries.TrueForAll(static one => one.Told is not null)).ToList())
            Send(op);
    }

    private sealed class Instance(SimulatedNetwork network, FakeTimeProvider clock, ShardOwner owner)
    {
        public SimulatedNetwork Network { get; } = network;

        public FakeTimeProvider Clock { get; } = clock;

        public ShardOwner Owner { get; } = owner;

        public bool IsPaused { get; set; }
    }
}

/// <summary>A schedule ended in something that must never be.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
