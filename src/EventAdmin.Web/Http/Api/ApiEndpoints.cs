namespace EventAdmin.Web.Http.Api;

/// <summary>Makes an endpoint one of the API's.</summary>
internal static class ApiEndpoints
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps what is read, or asked for its headers alone.</summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder endpoints, string pattern, Delegate handler) =>
        endpoints.MapMethods(pattern, Reads, handler);

    /// <summary>Documents the endpoint, and refuses query parameters that the operation does not have.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, ApiOperation operation)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(operation);
        endpoint.AddEndpointFilter((context, next) =>
        {
            ApiQuery.CheckNames(context.HttpContext.Request, operation.Parameters);
            return next(context);
        });
        foreach (var answer in operation.Answers.Where(answer => answer.Contents.Count > 0))
        {
            var described = answer.Contents.FirstOrDefault(content => content.Type is not null);
            endpoint.Produces(answer.Status, described?.Type ?? typeof(void), answer.Contents[0].MediaType, [.. answer.Contents.Skip(1).Select(content => content.MediaType)]);
        }

        if (operation.Bodies is [{ Type: { } body } first, ..])
            endpoint.Accepts(body, first.MediaType, [.. operation.Bodies.Skip(1).Select(content => content.MediaType)]);
        return endpoint.WithName(operation.Id).WithTags(operation.Subject).WithMetadata(operation).DisableAntiforgery();
    }
}
