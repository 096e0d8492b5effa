using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Histories;

namespace EventAdmin.Torture.Clients;

/// <summary>What client processes printed, as the tries and reads of a history.</summary>
internal sealed class ClientLog
{
    private readonly List<AppendAttempt> _appends = [];
    private readonly List<ReadAttempt> _reads = [];
    private readonly Dictionary<int, int> _open = [];
    private int _taken;
    private readonly Dictionary<AppendId, AppendRequest> _requests = [];

    public IReadOnlyList<AppendAttempt> Appends => _appends;

    public IReadOnlyList<ReadAttempt> Reads => _reads;

    public void Add(ClientLine line)
    {
        switch (line)
        {
            case ClientLine.Asked asked:
                _open[asked.Client] = _appends.Count;
                _appends.Add(asked.Attempt);
                _requests[asked.Request.Id] = asked.Request;
                break;
            case ClientLine.Told told:
                var at = _open[told.Client];
                // What is not known has no return: it may still come.
                if (told.Outcome is not AttemptOutcome.Unknown)
                    _appends[at] = _appends[at] with { Returned = told.At, Outcome = told.Outcome };
                break;
            case ClientLine.Saw saw:
                _reads.Add(saw.Read);
                break;
            default:
                break;
        }
    }

    public AppendRequest RequestOf(AppendId append) => _requests[append];

    public void AddAttempt(AppendAttempt attempt) => _appends.Add(attempt);

    /// <summary>The tries since the last call.</summary>
    public IReadOnlyList<AppendAttempt> TakeNew()
    {
        var taken = _appends[_taken..];
        _taken = _appends.Count;
        return taken;
    }

    /// <summary>The process is gone: the next one's clients are others.</summary>
    public void EndProcess() => _open.Clear();

    public History End(IReadOnlyDictionary<StreamId, IReadOnlyList<StoredEvent>> final, IReadOnlyDictionary<StreamId, IReadOnlyList<StoredEvent>> finalAgain) =>
        new() { Appends = [.. _appends], Reads = [.. _reads], Final = final, FinalAgain = finalAgain };
}
