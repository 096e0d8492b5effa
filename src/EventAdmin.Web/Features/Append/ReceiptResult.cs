using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EventAdmin.Web.Http.Api;

namespace EventAdmin.Web.Features.Append;

/// <summary>Answers with where an append stands, in one write.</summary>
internal sealed class ReceiptResult<T>(T receipt, JsonTypeInfo<T> type, int status) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var body = JsonSerializer.SerializeToUtf8Bytes(receipt, type);
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = Accepting.Json;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
