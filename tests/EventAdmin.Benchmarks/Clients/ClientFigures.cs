using EventAdmin.Benchmarks.Measuring;

namespace EventAdmin.Benchmarks.Clients;

/// <summary>The slices of one client, by what was done and how much of it was in flight.</summary>
internal sealed class ClientFigures
{
    private readonly Dictionary<(Work Work, int InFlight), List<Slice>> _slices = [];

    public Slice this[Work work, int inFlight] => Slice.MedianOf(_slices[(work, inFlight)]);

    /// <summary>The processor time of one operation in the slice that took least: what else the machine did can only have added to it.</summary>
    public double CostOf(Work work, int inFlight) => _slices[(work, inFlight)].Min(slice => slice.ProcessorMicroseconds);

    /// <summary>How much more processor time an operation takes by another client: the median of the rounds, in each of which both had a turn.</summary>
    public double RatioTo(ClientFigures other, Work work, int inFlight) => Ratios.Median(
        [.. other._slices[(work, inFlight)].Zip(_slices[(work, inFlight)], (theirs, ours) => theirs.ProcessorMicroseconds / ours.ProcessorMicroseconds)]);

    public void Add(Work work, int inFlight, Slice slice)
    {
        if (!_slices.TryGetValue((work, inFlight), out var slices))
            _slices.Add((work, inFlight), slices = []);
        slices.Add(slice);
    }
}
