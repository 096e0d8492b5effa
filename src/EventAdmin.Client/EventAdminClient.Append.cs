using System.Text.Json;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Client;

public sealed partial class EventAdminClient
{
    private const string JsonMediaType = "application/json";

    /// <summary>
    /// Appends events to one stream, trying again until it knows the outcome or the deadline is over. Every event has its id before the
    /// first try, so trying again after a lost answer never stores it twice.
    /// </summary>
    /// <param name="stream">The stream's id.</param>
    /// <param name="body">The events, and what is expected of the stream.</param>
    /// <param name="deadline">How long to try, all tries together.</param>
    /// <param name="cancellationToken">Ends the waiting; what was sent may be stored.</param>
    public async Task<AppendAnswer> AppendAsync(string stream, AppendBody body, TimeSpan deadline, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream);
        ArgumentNullException.ThrowIfNull(body);
        var named = body with { Events = WithIds(body.Events) };
        var answer = await PostAsync(ApiPaths.Events(stream), Write(named), JsonMediaType, deadline, cancellationToken).ConfigureAwait(false);
        return Judge(answer, stream, named.Events, () => new AppendAnswer.Appended(answer.Read<AppendReceipt>()));
    }

    /// <summary>As the other, to several streams at once: all of it is stored or none.</summary>
    /// <param name="body">The streams, their events, and what is expected of them.</param>
    /// <param name="deadline">How long to try, all tries together.</param>
    /// <param name="cancellationToken">Ends the waiting; what was sent may be stored.</param>
    public async Task<AppendAnswer> AppendAsync(AppendsBody body, TimeSpan deadline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        var named = body with { Streams = [.. body.Streams.Select(part => part with { Events = WithIds(part.Events) })] };
        var answer = await PostAsync(ApiPaths.Appends, Write(named), JsonMediaType, deadline, cancellationToken).ConfigureAwait(false);
        AppendEvent[] events = [.. named.Streams.SelectMany(part => part.Events)];
        return Judge(answer, stream: null, events, () => new AppendAnswer.AppendedTogether(answer.Read<AppendsReceipt>()));
    }

    // Whatever answered "done" without a receipt was not the server.
    private static AppendAnswer? TryRead(Func<AppendAnswer> read)
    {
        try
        {
            return read();
        }
        catch (UnreadableAnswerException)
        {
            return null;
        }
    }

    private Task<HttpAnswer> PostAsync(string path, byte[] body, string mediaType, TimeSpan deadline, CancellationToken cancellationToken) =>
#if PLANTED_BUGS
        _tries.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new RequestBody(NameAnew(body), mediaType) }, deadline, cancellationToken);
#else
        _tries.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new RequestBody(body, mediaType) }, deadline, cancellationToken);
#endif

#if PLANTED_BUGS
    private byte[] NameAnew(byte[] body)
    {
        if (!Planted.Is(PlantedBug.P8) || JsonSerializer.Deserialize<AppendBody>(body, WireJson.Options) is not { } append)
            return body;
        return Write(append with { Events = WithIds([.. append.Events.Select(e => e with { Id = null })]) });
    }
#endif

    private AppendEvent[] WithIds(IReadOnlyList<AppendEvent> events) =>
        [.. events.Select(e => e.Id is null ? e with { Id = Guid.CreateVersion7(_clock.GetUtcNow()) } : e)];

    private static byte[] Write<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, WireJson.Options);

    private static AppendAnswer Judge(HttpAnswer answer, string? stream, IReadOnlyList<AppendEvent> events, Func<AppendAnswer> read) => answer.Verdict switch
    {
        HttpVerdict.Ok => TryRead(read) ?? new AppendAnswer.Unknown(events),
        HttpVerdict.Conflict => new AppendAnswer.Conflict(answer.Problem.Stream ?? stream, answer.Problem.Actual),
        HttpVerdict.Refused => new AppendAnswer.Refused(answer.Status, answer.Reason),
        HttpVerdict.NotExecuted => new AppendAnswer.NotStored(answer.Reason),
        HttpVerdict.Unknown => new AppendAnswer.Unknown(events),
        _ => throw new InvalidOperationException($"Expected a known verdict, found {answer.Verdict}."),
    };
}
