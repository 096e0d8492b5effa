using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Client;

/// <summary>
/// Appends to a server over HTTP. Every event has its id before the first try, so that trying again after a lost answer never stores it
/// twice. Thread-safe.
/// </summary>
/// <param name="http">Reaches the server: its base address is the server's. Not disposed.</param>
/// <param name="clock">Bounds tries and makes ids.</param>
public sealed class AppendClient(HttpClient http, TimeProvider clock)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(2);

    /// <summary>Appends events to one stream, trying again until it knows the outcome or the deadline is over.</summary>
    /// <param name="stream">The stream's id.</param>
    /// <param name="body">The events, and what is expected of the stream.</param>
    /// <param name="deadline">How long to try, all tries together.</param>
    /// <param name="cancellationToken">Ends the waiting; what was sent may be stored.</param>
    public async Task<AppendAnswer> AppendAsync(string stream, AppendBody body, TimeSpan deadline, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream);
        ArgumentNullException.ThrowIfNull(body);
        AppendEvent[] events = [.. body.Events.Select(e => e.Id is null ? e with { Id = Guid.CreateVersion7(clock.GetUtcNow()) } : e)];
        using var patience = new CancellationTokenSource(deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        // Known only while every try so far was answered by "not stored".
        var notStored = (string?)null;
        var isUnknown = false;
        for (var delay = FirstDelay; ; delay = delay * 2 < DelayMax ? delay * 2 : DelayMax)
        {
            try
            {
                var (answer, reason) = await TryAsync(stream, body with { Events = events }, either.Token).ConfigureAwait(false);
                if (answer is not null)
                    return answer;
                isUnknown |= reason is null;
                notStored = reason;
                await Task.Delay(delay, clock, either.Token).ConfigureAwait(false);
            }
            catch (HttpRequestException e)
            {
                isUnknown |= e.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError);
                notStored = "the server can't be reached";
                await Task.Delay(delay, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                isUnknown |= notStored is null;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (patience.IsCancellationRequested)
                return isUnknown || notStored is null ? new AppendAnswer.Unknown(events) : new AppendAnswer.NotStored(notStored);
        }
    }

    /// <summary>An answer that is final; or none, with the reason when the server said that nothing was stored.</summary>
    private async Task<(AppendAnswer? Answer, string? NotStored)> TryAsync(string stream, AppendBody body, CancellationToken cancellationToken)
    {
        // '~' and base64url carries every id unharmed through whatever stands between.
        var address = new Uri($"api/streams/~{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(stream))}/events", UriKind.Relative);
        using var response = await http.PostAsJsonAsync(address, body, WireJson.Options, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            var receipt = await response.Content.ReadFromJsonAsync<AppendReceipt>(WireJson.Options, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("Expected a receipt, found null.");
            return (new AppendAnswer.Appended(receipt), null);
        }

        var problem = await ReadProblemAsync(response, cancellationToken).ConfigureAwait(false);
        return response.StatusCode switch
        {
            HttpStatusCode.Conflict => (new AppendAnswer.Conflict(problem.Actual), null),
            HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.RequestEntityTooLarge
                or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.UnprocessableEntity =>
                (new AppendAnswer.Refused((int)response.StatusCode, problem.Detail ?? response.StatusCode.ToString()), null),
            _ => (null, problem.Outcome == ApiProblem.NotExecuted ? problem.Detail ?? "the server refused" : null),
        };
    }

    private static async Task<Problem> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<Problem>(WireJson.Options, cancellationToken).ConfigureAwait(false) ?? new Problem();
        }
        catch (JsonException)
        {
            // Something between here and the server answered: its status is all there is.
            return new Problem();
        }
    }

    private sealed record Problem
    {
        public string? Detail { get; init; }

        public string? Outcome { get; init; }

        public long? Actual { get; init; }
    }
}
