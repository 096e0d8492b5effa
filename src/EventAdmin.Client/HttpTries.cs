using System.Text.Json;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Client;

/// <summary>
/// Sends a request until its outcome is known or a deadline is over. Only for requests that may be sent twice: reads, and appends whose
/// events have ids. Thread-safe.
/// </summary>
internal sealed class HttpTries(HttpClient http, TimeProvider clock, Action<RetryNotice>? onRetry)
{
    private static readonly TimeSpan DelayFirst = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(2);

    /// <summary>The last answer. It is unknown only where the deadline ended the tries while one of them may have been executed.</summary>
    public async Task<HttpAnswer> SendAsync(Func<HttpRequestMessage> make, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var delay = DelayFirst;
        HttpAnswer? last = null;
        for (var tries = 1; ; tries++)
        {
            var answer = await TryAsync(make, either.Token).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (answer.Verdict is HttpVerdict.Ok or HttpVerdict.Conflict or HttpVerdict.Refused)
                return answer;
            last = Join(last, answer, wasEnded: patience.IsCancellationRequested);
            if (patience.IsCancellationRequested)
                return last;
            var pause = Pause(delay, answer.RetryAfter);
            onRetry?.Invoke(new RetryNotice(answer.Reason, answer.Verdict, tries, pause));
            await Task.Delay(pause, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (patience.IsCancellationRequested)
                return last;
            delay = delay * 2 < DelayMax ? delay * 2 : DelayMax;
        }
    }

    // Once a try may have been executed, a later "not executed" speaks of itself only. And a try that the deadline cut off says less about
    // the reason than the one before it.
    private static HttpAnswer Join(HttpAnswer? earlier, HttpAnswer answer, bool wasEnded) => earlier switch
    {
        null => answer,
        { Verdict: HttpVerdict.Unknown } => answer with { Verdict = HttpVerdict.Unknown, Reason = wasEnded ? earlier.Reason : answer.Reason },
        _ => wasEnded ? answer with { Reason = earlier.Reason } : answer,
    };

    // Full jitter: clients that lost the same server must not come back in step.
    private static TimeSpan Pause(TimeSpan delay, TimeSpan? retryAfter)
    {
        var jittered = delay * (0.5 + (Random.Shared.NextDouble() / 2));
        return retryAfter is { } asked && asked > jittered ? asked : jittered;
    }

    private async Task<HttpAnswer> TryAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        using var request = make();
        try
        {
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return Judge(response, body);
        }
        catch (HttpRequestException e)
        {
            return Fail(request, HttpVerdicts.Judge(e.HttpRequestError), Describe(e), e);
        }
        catch (IOException e)
        {
            return Fail(request, HttpVerdict.Unknown, "the connection was lost in the middle of the answer", e);
        }
        catch (OperationCanceledException e)
        {
            // By the caller, who is told by whoever called this; by the deadline; or by the time-out of the HttpClient itself.
            return Fail(request, HttpVerdict.Unknown, "no answer came in time", e);
        }
    }

    private static HttpAnswer Fail(HttpRequestMessage request, HttpVerdict verdict, string reason, Exception exception) => new()
    {
        Verdict = request.Content is RequestBody { IsBegun: false } ? HttpVerdict.NotExecuted : verdict,
        Reason = reason,
        Exception = exception,
    };

    private HttpAnswer Judge(HttpResponseMessage response, byte[] body)
    {
        var status = (int)response.StatusCode;
        if (HttpVerdicts.Judge(status, outcome: null) is HttpVerdict.Ok)
            return new HttpAnswer { Verdict = HttpVerdict.Ok, Status = status, Body = body };
        var problem = ReadProblem(body);
        return new HttpAnswer
        {
            Verdict = HttpVerdicts.Judge(status, problem.Outcome),
            Status = status,
            Problem = problem,
            Reason = problem.Detail ?? $"the server answered {status.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
            RetryAfter = response.Headers.RetryAfter switch
            {
                { Delta: { } delta } => delta,
                { Date: { } date } => date - clock.GetUtcNow(),
                _ => null,
            },
        };
    }

    public static ApiProblem ReadProblem(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<ApiProblem>(body, WireJson.Options) ?? new ApiProblem();
        }
        catch (JsonException)
        {
            // Something between here and the server answered: its status is all there is.
            return new ApiProblem();
        }
    }

    public static string Describe(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.ConnectionError => "the server can't be reached",
        HttpRequestError.NameResolutionError => "the server's name is not known",
        HttpRequestError.SecureConnectionError => "no secure connection could be made",
        _ => "the connection was lost before the answer",
    };
}
