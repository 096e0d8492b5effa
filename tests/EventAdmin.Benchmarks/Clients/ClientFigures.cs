namespace EventAdmin.Benchmarks.Clients;

/// <summary>The slices of one client, by what was done and how much of it was in flight.</summary>
internal sealed class ClientFigures
{
    private readonly Dictionary<(Work Work, int InFlight), List<Slice>> _slices = [];

    public Slice this[Work work, int inFlight] => Slice.MedianOf(_slices[(work, inFlight)]);

    /// <summary>The processor time of one operation in the slice that took least: what else the machine did can only have added to it.</summary>
    public double CostOf(Work work, int inFlight) => _slices[(work, inFlight)].Min(slice => slice.ProcessorMicroseconds);

    public void Add(Work work, int inFlight, Slice slice)
    {
        if (!_slices.TryGetValue((work, inFlight), out var slices))
            _slices.Add((work, inFlight), slices = []);
        slices.Add(slice);
    }
}
