using EventAdmin.Client.Contracts;

namespace EventAdmin.Client;

/// <summary>
/// A server over HTTP: appends, reads, finds, replays and follows. Every request is tried again until its deadline, by one rule: what may
/// have been executed is only sent again when that is safe. Thread-safe.
/// </summary>
public sealed partial class EventAdminClient
{
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private readonly EventAdminClientOptions _options;
    private readonly HttpTries _tries;

    /// <summary>A client with the default options.</summary>
    /// <param name="http">Reaches the server: its base address is the server's. Not disposed.</param>
    /// <param name="clock">Bounds tries and makes ids.</param>
    public EventAdminClient(HttpClient http, TimeProvider clock)
        : this(http, clock, EventAdminClientOptions.Default)
    {
    }

    /// <summary>A client with options.</summary>
    /// <param name="http">Reaches the server: its base address is the server's. Not disposed.</param>
    /// <param name="clock">Bounds tries and makes ids.</param>
    /// <param name="options">How it reads, and who hears of tries.</param>
    public EventAdminClient(HttpClient http, TimeProvider clock, EventAdminClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(options);
        (_http, _clock, _options) = (http, clock, options);
        _tries = new HttpTries(http, clock, options.OnRetry);
    }

    /// <summary>Reads until the answer came; null when the server has nothing there.</summary>
    private async Task<T?> FindAsync<T>(Uri address, CancellationToken cancellationToken)
        where T : class
    {
        var answer = await _tries.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, address), _options.ReadDeadline, cancellationToken).ConfigureAwait(false);
        return answer switch
        {
            { Verdict: HttpVerdict.Ok } => answer.Read<T>(),
            // A server says so by a problem; without one something else answered at that address.
            { Status: 404, Problem.Type: { } } => null,
            { Verdict: HttpVerdict.Refused or HttpVerdict.Conflict, Problem.Detail: { } } => throw new RequestRefusedException(answer.Status, answer.Problem),
            { Verdict: HttpVerdict.Refused or HttpVerdict.Conflict } =>
                throw new UnreadableAnswerException("What answered is no EventAdmin server, or one of another version."),
            _ => throw new ServerUnavailableException($"No answer from {_http.BaseAddress}: {answer.Reason}.", answer.Exception),
        };
    }

    private async Task<T> GetAsync<T>(Uri address, CancellationToken cancellationToken)
        where T : class => await FindAsync<T>(address, cancellationToken).ConfigureAwait(false)
            ?? throw new UnreadableAnswerException($"The server knows no {address}.");
}
