using System.Globalization;
using System.Text;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Testing.Storage;

/// <summary>Makes events with ids that are the same in every run.</summary>
/// <param name="space">Keeps the ids of two makers apart.</param>
public sealed class SampleEvents(string space)
{
    private int _made;

    /// <summary>The next event; its data is <c>{"n":1}</c> and so on.</summary>
    public NewEvent Next(string type = "Noted")
    {
        var number = Interlocked.Increment(ref _made).ToString(CultureInfo.InvariantCulture);
        return new NewEvent
        {
            Id = EventId.FromName(space, number),
            Type = type,
            Data = Encoding.UTF8.GetBytes($$"""{"n":{{number}}}"""),
        };
    }

    /// <summary>The next event, with this data.</summary>
    public NewEvent NextWithData(string json) => Next() with { Data = Encoding.UTF8.GetBytes(json) };

    /// <summary>The next events.</summary>
    public NewEvent[] Take(int count, string type = "Noted")
    {
        var events = new NewEvent[count];
        for (var i = 0; i < count; i++)
            events[i] = Next(type);
        return events;
    }
}
