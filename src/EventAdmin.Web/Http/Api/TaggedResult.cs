using System.Text.Json.Serialization.Metadata;
using Microsoft.Net.Http.Headers;

namespace EventAdmin.Web.Http.Api;

/// <summary>Answers with a value as JSON, or with 304 to a caller who has it.</summary>
internal sealed class TaggedResult<T>(T value, JsonTypeInfo<T> type, EntityTagHeaderValue tag) : IResult
{
    /// <summary>The address of the next page; null at the end.</summary>
    public string? NextUrl { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        Links.WriteNext(httpContext, NextUrl);
        return Tags.IsAtHand(httpContext, tag)
            ? Task.CompletedTask
            : httpContext.Response.WriteAsJsonAsync(value, type, Accepting.Json, httpContext.RequestAborted);
    }
}
