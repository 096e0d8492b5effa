namespace EventAdmin.Web.Http.Api;

/// <summary>
/// Bounds how much of one kind of costly work runs at once. What comes on top is refused at once, with when to try again, so that appends
/// and reads by key never wait for it.
/// </summary>
internal sealed class WorkLimit(string name, int countMax) : IEndpointFilter
{
    private int _running;

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (Interlocked.Increment(ref _running) > countMax)
        {
            Interlocked.Decrement(ref _running);
            throw new RequestRefusedException(ProblemKind.TooManyRequests.With(
                $"{countMax} {name} are under way, as many as run at once. Try again in a second.", limit: name));
        }

        // The work goes on while the answer is written, after this filter.
        context.HttpContext.Response.OnCompleted(() =>
        {
            Interlocked.Decrement(ref _running);
            return Task.CompletedTask;
        });
        return next(context);
    }
}
