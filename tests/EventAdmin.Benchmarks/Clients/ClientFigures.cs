namespace EventAdmin.Benchmarks.Clients;

/// <summary>The slices of one client, by what was done and how much of it was in flight.</summary>
internal sealed class ClientFigures
{
    private readonly Dictionary<(Work Work, int InFlight), List<Slice>> _slices = [];

    public Slice this[Work work, int inFlight] => Slice.MedianOf(_slices[(work, inFlight)]);

    public void Add(Work work, int inFlight, Slice slice)
    {
        if (!_slices.TryGetValue((work, inFlight), out var slices))
            _slices.Add((work, inFlight), slices = []);
        slices.Add(slice);
    }
}
