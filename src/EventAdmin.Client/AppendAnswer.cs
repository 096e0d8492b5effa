using EventAdmin.Client.Contracts;

namespace EventAdmin.Client;

/// <summary>What became of an append. A value, not an exception; switch on every case.</summary>
public abstract record AppendAnswer
{
    private AppendAnswer()
    {
    }

    /// <summary>It is stored in its stream and durable.</summary>
    /// <param name="Receipt">Where.</param>
    public sealed record Appended(AppendReceipt Receipt) : AppendAnswer;

    /// <summary>It is stored in its streams and durable.</summary>
    /// <param name="Receipt">Where.</param>
    public sealed record AppendedTogether(AppendsReceipt Receipt) : AppendAnswer;

    /// <summary>Nothing was stored: a stream is not as expected.</summary>
    /// <param name="Stream">The stream.</param>
    /// <param name="Actual">Its newest version; null when it has no events.</param>
    public sealed record Conflict(string? Stream, long? Actual) : AppendAnswer;

    /// <summary>Nothing was stored, and trying again will not help.</summary>
    /// <param name="Status">The HTTP status: 400, 401, 403, 404, 413, 415, 422.</param>
    /// <param name="Detail">Why, in words.</param>
    public sealed record Refused(int Status, string Detail) : AppendAnswer;

    /// <summary>Not known by the deadline. Ask again with the same events, never with new ones.</summary>
    /// <param name="Events">The events with the ids under which they were sent, stream by stream.</param>
    public sealed record Unknown(IReadOnlyList<AppendEvent> Events) : AppendAnswer;

    /// <summary>Nothing was stored by the deadline: the server said so each time, or could not be reached.</summary>
    /// <param name="Detail">Why, in words.</param>
    public sealed record NotStored(string Detail) : AppendAnswer;
}
