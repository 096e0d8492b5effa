using EventAdmin.Client.Contracts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EventAdmin.Web.Http.Description;

/// <summary>Says what the API is as a whole, and what a problem looks like.</summary>
internal sealed class DocumentDescriber : IOpenApiDocumentTransformer
{
    private const string Words = """
        Appends events, reads them, follows the feed and replays streams.

        * **Data are kept byte for byte**: they are never parsed and printed again, so every digit of a number stays. Parse with care on your side.
        * **Positions and `next` are opaque**: print and send them back, never compute with them.
        * **What is wrong is refused**, with a problem (RFC 9457): `type` never changes its meaning, `outcome` says what became of the request (`not-executed`, `conflict`, `unknown`),
          `Retry-After` stands where waiting helps. Parameters and members that are not known are refused, not passed over.
        * **Retries are safe** where events or appends have ids: the same again is answered with what the first try did.
        * Answers that can be kept have an `ETag`; send it back in `If-None-Match`.
        """;

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        document.Info = new OpenApiInfo
        {
            Title = "EventAdmin",
            Version = "1",
            Description = Words,
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        // The document is the same wherever the server is; callers know its address, since they got the document from there.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.AddComponent(nameof(ApiProblem), await context.GetOrCreateSchemaAsync(typeof(ApiProblem), parameterDescription: null, cancellationToken));
    }
}
