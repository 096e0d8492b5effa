using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventAdmin.Client.Contracts;
using EventAdmin.Web.Http.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EventAdmin.Web.Http.Description;

/// <summary>Writes an operation of the document from the same words by which its endpoint works.</summary>
internal sealed class OperationDescriber : IOpenApiOperationTransformer
{
    private static readonly int[] ProblemsOfAll = [400, 403, 500, 503];

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(context);
        var described = context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().Single();
        operation.Summary = described.Summary;
        operation.Description = described.Description;
        operation.Parameters = [.. described.Parameters.Select(Describe)];
        Fill(operation.RequestBody?.Content, described.Bodies);
        var responses = new OpenApiResponses();
        foreach (var answer in described.Answers)
        {
            var status = answer.Status.ToString(CultureInfo.InvariantCulture);
            var content = operation.Responses?.GetValueOrDefault(status)?.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
            Fill(content, answer.Contents);
            responses[status] = new OpenApiResponse { Description = answer.Description, Content = content, Headers = HeadersOf(answer, described) };
        }

        foreach (var status in described.Problems.Concat(ProblemsOfAll).Order())
            responses[status.ToString(CultureInfo.InvariantCulture)] = ProblemOf(status, context.Document);
        operation.Responses = responses;
        return Task.CompletedTask;
    }

    private static OpenApiParameter Describe(ApiParameter parameter) => new()
    {
        Name = parameter.Name,
        In = parameter.Place switch
        {
            ApiParameterPlace.Path => ParameterLocation.Path,
            ApiParameterPlace.Query => ParameterLocation.Query,
            _ => ParameterLocation.Header,
        },
        Description = parameter.Description,
        Required = parameter.IsRequired,
        Example = JsonValue.Create(parameter.Example),
        Style = parameter.IsList ? ParameterStyle.Form : null,
        Explode = parameter.IsList,
        Schema = SchemaOf(parameter),
    };

    private static OpenApiSchema SchemaOf(ApiParameter parameter)
    {
        if (parameter.IsList)
            return new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } };
        if (parameter.Number is not { } number)
            return new OpenApiSchema { Type = JsonSchemaType.String, Enum = parameter.Values.Count == 0 ? null : [.. parameter.Values.Select(value => JsonValue.Create(value))] };
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Minimum = number.Min.ToString(CultureInfo.InvariantCulture),
            Maximum = number.Max.ToString(CultureInfo.InvariantCulture),
            Default = number.Default is { } usual ? JsonValue.Create(usual) : null,
        };
    }

    private static void Fill(IDictionary<string, OpenApiMediaType>? contents, IReadOnlyList<ApiContent> described)
    {
        if (contents is null)
            return;
        foreach (var content in described)
        {
            // What has no wire record of ours (CloudEvents, files) is described by its specification.
            var media = content.Type is not null && contents.TryGetValue(content.MediaType, out var known) && known is { } typed
                ? typed
                : new OpenApiMediaType { Schema = new OpenApiSchema() };
            media.Example = ReadExample(content.Example);
            contents[content.MediaType] = media;
        }
    }

    private static JsonNode? ReadExample(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static Dictionary<string, IOpenApiHeader>? HeadersOf(ApiAnswer answer, ApiOperation operation)
    {
        if (!operation.Parameters.Contains(ApiParameters.IfNoneMatch))
            return null;
        var headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal) { ["ETag"] = Header("Names this answer; for `If-None-Match`.") };
        if (answer.Status == StatusCodes.Status200OK && operation.Parameters.Contains(ApiParameters.Limit))
            headers["Link"] = Header("The next page, `rel=\"next\"`; left out at the end.");
        return headers;
    }

    private static OpenApiHeader Header(string description) => new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static OpenApiResponse ProblemOf(int status, OpenApiDocument? document)
    {
        var kinds = ProblemKind.All.Where(kind => kind.Status == status).ToList();
        var response = new OpenApiResponse
        {
            Description = string.Join("; ", kinds.Select(kind => $"{kind.Title} (`{kind.Type}`)")),
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [ProblemResult.MediaType] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference(nameof(ApiProblem), document),
                    Example = JsonSerializer.SerializeToNode(kinds[0].With($"{kinds[0].Title}."), ApiJson.Wire.ApiProblem),
                },
            },
        };
        if (ProblemResult.RetryAfter(status) is not null)
            response.Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal) { ["Retry-After"] = Header("Seconds to wait before the same request may be answered.") };
        return response;
    }
}
