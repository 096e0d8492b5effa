using System.Text.Json;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Client;

/// <summary>How a request ended, all its tries together.</summary>
internal sealed record HttpAnswer
{
    /// <summary>Of the last try; <see cref="HttpVerdict.Unknown"/> when any try ended so and no later one told the truth.</summary>
    public required HttpVerdict Verdict { get; init; }

    /// <summary>The HTTP status of the last answer; 0 when none came.</summary>
    public int Status { get; init; }

    public byte[] Body { get; init; } = [];

    public ApiProblem Problem { get; init; } = new();

    /// <summary>Why it is not done, for people.</summary>
    public string Reason { get; init; } = "";

    public TimeSpan? RetryAfter { get; init; }

    public Exception? Exception { get; init; }

    public T Read<T>()
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Body, WireJson.Options) ?? throw new UnreadableAnswerException("The server answered null.");
        }
        catch (JsonException e)
        {
            throw new UnreadableAnswerException("What answered is no EventAdmin server, or one of another version.", e);
        }
    }
}
