using System.Globalization;
using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Torture.Clients;

/// <summary>Makes appends of names alone, so that another process can make the same one again.</summary>
internal static class Requests
{
    /// <summary>An append of a name; a part says a stream, what is expected of it and how many events it gets.</summary>
    public static AppendRequest Make(string name, IEnumerable<RequestPart> parts) => AppendRequest.To([.. parts.Select((part, i) => new StreamAppend
    {
        Stream = part.Stream,
        Expected = part.Expected,
        Events = [.. Enumerable.Range(0, part.Events).Select(number => EventOf(string.Create(CultureInfo.InvariantCulture, $"{name}/{i}/{number}")))],
    })]);

    private static NewEvent EventOf(string name)
    {
        // Now and then an event of several pages; the name alone decides.
        var id = EventId.FromName("torture", name);
        var weight = id.Value.ToByteArray()[^1];
        var padding = new string('x', weight % 41 == 7 ? 9_000 : weight);
        return new NewEvent
        {
            Id = id,
            Type = weight % 2 == 0 ? "Noted" : "Weighed",
            Data = Encoding.UTF8.GetBytes($$"""{"name":"{{name}}","padding":"{{padding}}"}"""),
            Metadata = new EventMetadata { CorrelationId = name },
        };
    }
}

/// <summary>What an append asks of one stream.</summary>
internal sealed record RequestPart(StreamId Stream, ExpectedVersion Expected, int Events);
