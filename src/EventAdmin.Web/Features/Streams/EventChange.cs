using EventAdmin.EventSourcing.Replay;

namespace EventAdmin.Web.Features.Streams;

/// <summary>What an event did to its stream's state. Switch on every case.</summary>
public abstract record EventChange
{
    private EventChange()
    {
    }

    /// <summary>The differences between the states before and after.</summary>
    /// <param name="Diff">The differences; none when the event changed no field.</param>
    /// <param name="Reducer">Which reducer folded, with its version.</param>
    public sealed record Known(StateDiff Diff, string Reducer) : EventChange;

    /// <summary>The reducer could not fold as far as the event.</summary>
    /// <param name="Reducer">Which reducer, with its version.</param>
    /// <param name="At">The version it failed at.</param>
    public sealed record NotFolded(string Reducer, string At) : EventChange;
}
