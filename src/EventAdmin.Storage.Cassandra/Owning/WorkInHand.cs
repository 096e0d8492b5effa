namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>What an owner has taken and not answered. Thread-safe.</summary>
internal sealed class WorkInHand
{
    private readonly Lock _guardsWorks = new();
    private readonly HashSet<OwnerWork> _works = [];

    public void Add(OwnerWork work)
    {
        lock (_guardsWorks)
            _works.Add(work);
    }

    public void Remove(IEnumerable<OwnerWork> works)
    {
        lock (_guardsWorks)
            _works.ExceptWith(works);
    }

    /// <summary>Says of all of it that it was not finished.</summary>
    public void DropAll(string reason)
    {
        lock (_guardsWorks)
        {
            foreach (var work in _works)
                work.Drop(reason);
            _works.Clear();
        }
    }
}
