using System.Text.Json.Serialization;
using EventAdmin.Web.Http.Api;
using EventAdmin.Web.Security;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace EventAdmin.Web.Http.Description;

/// <summary>The API's own description: an OpenAPI document for programs, and a page to read it.</summary>
internal static class ApiDescription
{
    public const string DocumentPath = "/api/openapi.json";
    public const string PagePath = "/api/docs";

    public static void AddApiDescription(this IServiceCollection services)
    {
        // The document says what is on the wire: numbers are numbers.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        services.AddOpenApi(options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = endpoint => endpoint.HttpMethod != HttpMethods.Head && endpoint.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().Any();
            options.AddOperationTransformer<OperationDescriber>();
            options.AddDocumentTransformer<DocumentDescriber>();
        });
    }

    public static void MapApiDescription(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi(DocumentPath);
        endpoints.MapScalarApiReference(PagePath, (options, context) => options
            .WithTitle("EventAdmin API")
            .WithOpenApiRoutePattern(DocumentPath)
            .WithNonce(SecurityHeaders.NonceOf(context))
            .AddHeadContent(WithoutEval(SecurityHeaders.NonceOf(context)))
            .HideDeveloperTools()
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp());
    }

    // A library of the page tries whether it may compile code, which the policy refuses and browsers report; this tells it not to try.
    private static string WithoutEval(string nonce) => $"<script nonce=\"{nonce}\">globalThis.__zod_globalConfig = {{ jitless: true }};</script>";
}
