using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Streams;
using EventAdmin.Samples.Downloads.Domain;

namespace EventAdmin.Samples.Downloads.History;

/// <summary>Who a customer is, with the devices and titles that there will ever be: its streams are known before its first event.</summary>
internal sealed record Profile
{
    public required int Number { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    public required string Phone { get; init; }

    public required string Address { get; init; }

    public required Plan Plan { get; init; }

    public required IReadOnlyList<string> Devices { get; init; }

    public required IReadOnlyList<Title> Titles { get; init; }
}

/// <summary>
/// One customer in memory: asks the domain's deciders and writes down what they decide, a command an append. The same calls make the same
/// bytes: event ids and correlation ids are named by <c>idSpace</c>, stream and version. Not thread-safe.
/// </summary>
internal sealed class Household
{
    private static readonly CustomerDecider CustomerDecider = new();
    private static readonly LicenseDecider LicenseDecider = new();
    private static readonly DownloadsDecider DownloadsDecider = new();

    private readonly Profile _profile;
    private readonly string _id;
    private readonly string _idSpace;
    private readonly EventSerializer _serializer;
    private readonly Chronicle<CustomerState, CustomerCommand> _customer;
    private readonly Dictionary<(string Device, string TitleId), Chronicle<LicenseState, LicenseCommand>> _licenses = [];
    private readonly Dictionary<string, Chronicle<DownloadsState, DownloadsCommand>> _downloads = [];
    // What the last request of a device about a title wrote last: what follows from it belongs to it.
    private readonly Dictionary<(string Device, string TitleId), EventMetadata> _requests = [];
    private int _commands;

    public Household(Profile profile, string idSpace, EventSerializer serializer)
    {
        _profile = profile;
        _id = profile.Number.ToString(CultureInfo.InvariantCulture);
        _idSpace = idSpace;
        _serializer = serializer;
        _customer = new(StreamId.Parse($"customer-{_id}"), CustomerDecider);
        foreach (var title in profile.Titles)
        {
            _downloads.Add(title.Id, new(StreamId.Parse($"downloads-{_id}-{title.Id}"), DownloadsDecider));
            foreach (var device in profile.Devices)
                _licenses.Add((device, title.Id), new(StreamId.Parse($"license-{_id}-{device}-{title.Id}"), LicenseDecider));
        }
    }

    public IReadOnlyList<string> Devices => _customer.State.Devices;

    public IReadOnlyList<string> MissingDevices => [.. _profile.Devices.Except(Devices)];

    public Plan Plan => _customer.State.Plan ?? _profile.Plan;

    public bool IsRegistered => _customer.State.CustomerId is not null;

    public IReadOnlyList<Title> Titles => _profile.Titles;

    /// <summary>Every stream that this household can have, whether it has events yet or not.</summary>
    public IEnumerable<StreamId> Streams =>
        [_customer.Stream, .. _downloads.Values.Select(chronicle => chronicle.Stream), .. _licenses.Values.Select(chronicle => chronicle.Stream)];

    public LicenseState LicenseOf(string device, Title title) => _licenses[(device, title.Id)].State;

    public DownloadsState DownloadsOf(Title title) => _downloads[title.Id].State;

    public AppendRequest? Register(DateTimeOffset at) => Begin(at, $"customer:{_id}", "/web")
        .Ask(_customer, new CustomerCommand.Register(_id, _profile.Name, _profile.Email, _profile.Phone, _profile.Address, _profile.Plan))
        .Take();

    public AppendRequest? AddDevice(DateTimeOffset at, string device) => Begin(at, $"device:{device}", AppOf(device))
        .Ask(_customer, new CustomerCommand.AddDevice(device))
        .Take();

    public AppendRequest? ChangeAddress(DateTimeOffset at, string actor, string address) => Begin(at, actor, PlaceOf(actor))
        .Ask(_customer, new CustomerCommand.ChangeAddress(address))
        .Take();

    public AppendRequest? ChangePlan(DateTimeOffset at, string actor, Plan plan) => Begin(at, actor, PlaceOf(actor))
        .Ask(_customer, new CustomerCommand.ChangePlan(plan))
        .Take();

    public AppendRequest? OpenDispute(DateTimeOffset at, string actor, Title about, string claim) => Begin(at, actor, PlaceOf(actor))
        .Ask(_customer, new CustomerCommand.OpenDispute(_downloads[about.Id].Stream.Value, claim))
        .Take();

    public AppendRequest? AnswerDispute(DateTimeOffset at, string actor, Title about, string finding) => Begin(at, actor, PlaceOf(actor))
        .Ask(_customer, new CustomerCommand.AnswerDispute(_downloads[about.Id].Stream.Value, finding))
        .Take();

    /// <summary>Acquires the licence where the device has none and starts the download, unless the year's limit refuses it.</summary>
    public AppendRequest? Download(DateTimeOffset at, string device, Title title)
    {
        var start = new DownloadsCommand.Start(_id, device, title.Id, title.Name, Plan, at.Year);
        var downloads = _downloads[title.Id];
        var turn = Begin(at, $"device:{device}", AppOf(device));
        if (downloads.Decide(start) is [DownloadStarted])
            turn.Ask(_licenses[(device, title.Id)], new LicenseCommand.Acquire(_id, device, title.Id, title.Name, at));
        return Remember(device, title, turn.Ask(downloads, start)).Take();
    }

    /// <summary>Ends a download under way; belongs to the request that started it.</summary>
    public AppendRequest? Finish(DateTimeOffset at, string device, Title title, int megabytes) =>
        Continue(at, device, title, AppOf(device))
            .Ask(_downloads[title.Id], new DownloadsCommand.Finish(_id, device, title.Id, title.Name, megabytes))
            .Take();

    public AppendRequest? Renew(DateTimeOffset at, string device, Title title) => Begin(at, $"device:{device}", AppOf(device))
        .Ask(_licenses[(device, title.Id)], new LicenseCommand.Renew(_id, device, title.Id, title.Name, at))
        .Take();

    /// <summary>The device gives the licence back and deletes its copy.</summary>
    public AppendRequest? Return(DateTimeOffset at, string device, Title title) => Remember(device, title, Begin(at, $"device:{device}", AppOf(device))
        .Ask(_licenses[(device, title.Id)], new LicenseCommand.Release(_id, device, title.Id, title.Name))
        .Ask(_downloads[title.Id], new DownloadsCommand.Delete(_id, device, title.Id, title.Name, "returned")))
        .Take();

    /// <summary>
    /// A second release of the same licence, as an app wrote it that retried with a new event id and asked no decider: the bug in history.
    /// </summary>
    public AppendRequest? ReleaseAgain(DateTimeOffset at, string device, Title title) =>
        Continue(at, device, title, $"{AppOf(device)}/4.1-retry")
            .Write(_licenses[(device, title.Id)], [new LicenseReleased(_id, device, title.Id, title.Name)])
            .Take();

    /// <summary>The licences that ran out by then, each at its own time and with its copy.</summary>
    public IEnumerable<AppendRequest> ExpireDue(DateTimeOffset at)
    {
        var due = Held().Where(held => LicenseOf(held.Device, held.Title).Expires <= at).ToList();
        foreach (var (device, title) in due.OrderBy(held => LicenseOf(held.Device, held.Title).Expires))
        {
            var then = LicenseOf(device, title).Expires ?? at;
            var request = Begin(then, "system:expiry", "/jobs/expiry")
                .Ask(_licenses[(device, title.Id)], new LicenseCommand.Expire(_id, device, title.Id, title.Name, then))
                .Ask(_downloads[title.Id], new DownloadsCommand.Delete(_id, device, title.Id, title.Name, "licence expired"))
                .Take();
            if (request is not null)
                yield return request;
        }
    }

    /// <summary>One command that goes through many streams: the device, each of its licences, each of its copies.</summary>
    public AppendRequest? RevokeDevice(DateTimeOffset at, string actor, string device, string reason)
    {
        var turn = Begin(at, actor, PlaceOf(actor)).Ask(_customer, new CustomerCommand.RevokeDevice(device, reason));
        foreach (var title in _profile.Titles)
        {
            turn.Ask(_licenses[(device, title.Id)], new LicenseCommand.Revoke(_id, device, title.Id, title.Name, reason))
                .Ask(_downloads[title.Id], new DownloadsCommand.Delete(_id, device, title.Id, title.Name, "device revoked"));
        }

        return turn.Take();
    }

    /// <summary>The licences that are active now.</summary>
    public IEnumerable<(string Device, Title Title)> Held()
    {
        foreach (var title in _profile.Titles)
        {
            foreach (var device in _profile.Devices)
            {
                if (LicenseOf(device, title).Status == LicenseStatus.Active)
                    yield return (device, title);
            }
        }
    }

    private Turn Begin(DateTimeOffset at, string actor, string source)
    {
        var command = string.Create(CultureInfo.InvariantCulture, $"{_customer.Stream}/command/{_commands++}");
        var metadata = new EventMetadata { Actor = actor, Source = source, CorrelationId = EventId.FromName(_idSpace, command).ToString() };
        return new Turn(this, at, metadata);
    }

    private Turn Continue(DateTimeOffset at, string device, Title title, string source)
    {
        var actor = $"device:{device}";
        return _requests.TryGetValue((device, title.Id), out var earlier)
            ? new Turn(this, at, earlier with { Actor = actor, Source = source })
            : Begin(at, actor, source);
    }

    private Turn Remember(string device, Title title, Turn turn)
    {
        if (turn.HasWritten)
            _requests[(device, title.Id)] = turn.Metadata;
        return turn;
    }

    private static string AppOf(string device) => $"/apps/{device.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')}";

    private static string PlaceOf(string actor) => actor.StartsWith("support:", StringComparison.Ordinal) ? "/support" : "/web";

    /// <summary>One stream: its state, and how many events it has.</summary>
    private sealed class Chronicle<TState, TCommand>(StreamId stream, IDecider<TState, TCommand> decider)
    {
        public StreamId Stream { get; } = stream;

        public TState State { get; private set; } = decider.Initial;

        public long Count { get; private set; }

        public IReadOnlyList<object> Decide(TCommand command) =>
            decider.Decide(State, command) is Decision.Accepted accepted ? accepted.Events : [];

        public void Apply(object e)
        {
            State = decider.Evolve(State, e);
            Count++;
        }
    }

    /// <summary>One command: what it wrote to each stream, each event caused by the one before.</summary>
    private sealed class Turn(Household household, DateTimeOffset at, EventMetadata metadata)
    {
        private readonly List<StreamAppend> _streams = [];

        public EventMetadata Metadata { get; private set; } = metadata;

        public bool HasWritten => _streams.Count > 0;

        public Turn Ask<TState, TCommand>(Chronicle<TState, TCommand> chronicle, TCommand command) =>
            Write(chronicle, chronicle.Decide(command));

        public Turn Write<TState, TCommand>(Chronicle<TState, TCommand> chronicle, IReadOnlyList<object> events)
        {
            if (events.Count == 0)
                return this;
            var expected = chronicle.Count == 0 ? ExpectedVersion.NoStream : ExpectedVersion.Exactly(StreamVersion.Of(chronicle.Count - 1));
            var written = new List<NewEvent>(events.Count);
            foreach (var e in events)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{chronicle.Stream.Value}/{chronicle.Count}");
                var id = EventId.FromName(household._idSpace, name);
                written.Add(household._serializer.Serialize(e, id, Metadata, at));
                chronicle.Apply(e);
                Metadata = Metadata with { CausationId = id.ToString() };
            }

            var place = _streams.FindIndex(stream => stream.Stream == chronicle.Stream);
            if (place < 0)
                _streams.Add(new StreamAppend { Stream = chronicle.Stream, Expected = expected, Events = written });
            else
                _streams[place] = _streams[place] with { Events = [.. _streams[place].Events, .. written] };
            return this;
        }

        public AppendRequest? Take() => HasWritten ? AppendRequest.To(_streams) : null;
    }
}
