using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Web.Http.Api;

/// <summary>Makes every answer of the API above 399 a problem: also those of routing, of reading the request, and of what nobody foresaw.</summary>
internal sealed class ProblemAnswers(RequestDelegate next, ILogger<ProblemAnswers> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!ApiPaths.Has(context))
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
            return;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            // The request's edge: whatever happened, its caller is told in one form, and the process goes on.
            context.Response.Clear();
            await new ProblemResult(ProblemOf(e, context)).ExecuteAsync(context);
            return;
        }

        var response = context.Response;
        if (!response.HasStarted && response.ContentType is null && response.ContentLength is null && ProblemKind.Of(response.StatusCode) is { } kind
            && response.StatusCode >= StatusCodes.Status400BadRequest)
        {
            await new ProblemResult(kind.With(DetailOf(kind, context))).ExecuteAsync(context);
        }
    }

    private ApiProblem ProblemOf(Exception exception, HttpContext context)
    {
        switch (exception)
        {
            case RequestRefusedException refused:
                return refused.Problem;
            case BadHttpRequestException bad:
                var kind = ProblemKind.Of(bad.StatusCode) ?? ProblemKind.InvalidRequest;
                return kind.With(bad.Message, limit: kind == ProblemKind.LimitExceeded ? "body" : null);
            case EventDamagedException damaged:
                logger.ApiReadFailed(exception, context.Request.Path);
                return ProblemKind.EventDamaged.With(
                    $"Event {damaged.Version} of {damaged.Stream} is damaged: {damaged.Damage}. The events before it can be read.", stream: damaged.Stream.Value);
            case EventStorageException:
                logger.ApiReadFailed(exception, context.Request.Path);
                return ProblemKind.StoreUnavailable.With("The store can't be read at the moment. Try again later.");
            default:
                logger.ApiFailed(exception, context.Request.Method, context.Request.Path);
                // Only appends change anything; how far one came is not known here.
                return HttpMethods.IsPost(context.Request.Method)
                    ? ProblemKind.InternalError.With("The server failed, and it is not known whether anything is stored. Send the same events with the same ids again.")
                        with
                    { Outcome = ApiProblem.Unknown }
                    : ProblemKind.InternalError.With("The server failed. Its log says why, under this trace id.");
        }
    }

    private static string DetailOf(ProblemKind kind, HttpContext context) => kind.Status switch
    {
        StatusCodes.Status404NotFound => "Nothing is at this address. The addresses that there are: /api/openapi.json, or /api/docs to read.",
        StatusCodes.Status405MethodNotAllowed => $"This address takes {context.Response.Headers.Allow}.",
        _ => $"{kind.Title}.",
    };
}
