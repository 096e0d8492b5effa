using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EventAdmin.Web.Tests.Api;

/// <summary>The contract: the document, the routes and what the server does are compared with each other, in both directions.</summary>
public sealed partial class The_description_of_the_api(FailingHost host) : IClassFixture<FailingHost>, IDisposable
{
    private const int AtOnceMax = 8;

    private static readonly string[] NotDescribed = ["/api/openapi.json", "/api/docs"];

    private readonly ApiCaller _api = new(host.Address);

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Names_every_route_and_no_other()
    {
        var mapped = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText is { } pattern && pattern.StartsWith("/api", StringComparison.Ordinal) && !NotDescribed.Any(pattern.StartsWith))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}"))
            .Where(route => !route.StartsWith("HEAD ", StringComparison.Ordinal));

        var described = (await OperationsAsync()).Select(operation => operation.Route);

        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Is_OpenAPI_3_1_and_gives_every_operation_words_and_examples()
    {
        var document = await DocumentAsync();

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        foreach (var operation in await OperationsAsync())
        {
            Assert.False(string.IsNullOrWhiteSpace(operation.Text("summary")), operation.Id);
            Assert.False(string.IsNullOrWhiteSpace(operation.Text("description")), operation.Id);
            Assert.All(operation.Contents(), content => Assert.True(content.Value.TryGetProperty("example", out _), $"{operation.Id} {content.Name} has no example."));
            Assert.All(operation.Parameters, parameter => Assert.True(parameter.TryGetProperty("example", out _), $"{operation.Id} {parameter} has no example."));
            Assert.All(operation.Parameters, parameter => Assert.False(string.IsNullOrWhiteSpace(parameter.GetProperty("description").GetString())));
        }
    }

    [Fact]
    public async Task Describes_the_wire_records_by_their_own_comments()
    {
        var schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas");

        foreach (var name in (string[])["FeedEvent", "AppendBody", "AppendReceipt", "StreamState", "ApiProblem"])
        {
            var schema = schemas.GetProperty(name);
            Assert.All(
                schema.GetProperty("properties").EnumerateObject(),
                property => Assert.True(property.Value.GetRawText().Contains("\"description\"", StringComparison.Ordinal), $"{name}.{property.Name} has no words."));
        }

        Assert.Equal("integer", schemas.GetProperty("FeedEvent").GetProperty("properties").GetProperty("version").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Names_the_parameters_that_an_address_takes_and_no_other()
    {
        await Requests.PrepareAsync(_api);
        foreach (var operation in (await OperationsAsync()).Where(operation => operation.Method == HttpMethod.Get))
        {
            Assert.Equal(
                PathParameter().Matches(operation.Path).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal),
                operation.ParametersIn("path").Order(StringComparer.Ordinal));
            foreach (var parameter in operation.Parameters.Where(parameter => parameter.GetProperty("in").GetString() == "query"))
            {
                var name = parameter.GetProperty("name").GetString()!;
                using var answer = await BeginAsync(operation.AddressWith(name, parameter.GetProperty("example").ToString()));
                Assert.True((int)answer.StatusCode is 200 or 206, $"{operation.Id} with the example of {name} answered {(int)answer.StatusCode}.");
            }

            (await _api.GetAsync(operation.AddressWith("surprise", "1"))).AssertIs(400, "unknown-parameter");
        }
    }

    [Fact]
    public async Task Names_every_status_that_is_answered_and_no_other()
    {
        await Requests.PrepareAsync(_api);
        var answered = new HashSet<(string Operation, int Status)>();
        foreach (var request in Requests.All)
            answered.Add((request.Operation, await AskAsync(request)));
        foreach (var operation in await OperationsAsync())
        {
            answered.Add((operation.Id, await AskAsync(Requests.Example(operation) with { Headers = [("Origin", "https://evil.example")] })));
            answered.Add((operation.Id, (await FailAsync(operation, () => new InvalidOperationException("Broken on purpose."))).Status));
            answered.Add((operation.Id, (await FailAsync(operation, () => new EventSourcing.Storage.StoreUnavailableException("Away on purpose."))).Status));
        }

        var described = (await OperationsAsync()).SelectMany(operation => operation.Statuses.Select(status => (operation.Id, status)));

        Assert.Equal(described.Order(), answered.Order());
    }

    [Fact]
    public async Task A_failure_of_an_append_is_called_unknown_and_of_a_read_harmless()
    {
        foreach (var operation in await OperationsAsync())
        {
            var reply = await FailAsync(operation, () => new InvalidOperationException("Broken on purpose."));
            reply.AssertIs(500, "internal-error");
            Assert.Equal(operation.Method == HttpMethod.Post ? "unknown" : "not-executed", reply.Problem.Outcome);
            Assert.DoesNotContain("on purpose", reply.Text, StringComparison.Ordinal);
        }
    }

    private async Task<ApiReply> FailAsync(DescribedOperation operation, Func<Exception> failure)
    {
        host.Storage.Failure = failure;
        try
        {
            var request = Requests.Example(operation);
            using var content = request.Body is null ? null : ApiCaller.Content(request.Body, request.MediaType);
            return await _api.SendAsync(operation.Method, request.Address, content);
        }
        finally
        {
            host.Storage.Failure = null;
        }
    }

    private async Task<int> AskAsync(ExampleRequest request)
    {
        using var arranged = request.Arrange?.Invoke(host);
        var status = request switch
        {
            { IsEndless: true } => await BeginAndLeaveAsync(request),
            { IsOneTooMany: true } => await AskInACrowdAsync(request),
            _ => await AskWholeAsync(request),
        };
        Assert.True(request.Status is 0 || request.Status == status, $"{request.Operation}: expected {request.Status}, got {status}.");
        return status;
    }

    private async Task<int> AskWholeAsync(ExampleRequest request)
    {
        using var content = request.Body is null ? null : ApiCaller.Content(request.Body, request.MediaType);
        return (await _api.SendAsync(request.Body is null ? HttpMethod.Get : HttpMethod.Post, request.Address, content, request.Headers)).Status;
    }

    // As long as the store does not answer, the only one that is answered is the one too many.
    private async Task<int> AskInACrowdAsync(ExampleRequest request)
    {
        var gate = new TaskCompletionSource();
        host.Storage.Gate = gate.Task;
        var crowd = Enumerable.Range(0, AtOnceMax + 1).Select(_ => AskWholeAsync(request)).ToList();
        var first = await Task.WhenAny(crowd);
        host.Storage.Gate = Task.CompletedTask;
        gate.SetResult();
        await Task.WhenAll(crowd);
        return await first;
    }

    private async Task<int> BeginAndLeaveAsync(ExampleRequest request)
    {
        using var answer = await BeginAsync(request.Address);
        return (int)answer.StatusCode;
    }

    // An endless answer is left once its head is there.
    private async Task<HttpResponseMessage> BeginAsync(string address)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        return await http.GetAsync(new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private async Task<JsonElement> DocumentAsync() => (await _api.GetAsync("/api/openapi.json")).AssertOk().Read<JsonElement>();

    private async Task<List<DescribedOperation>> OperationsAsync() =>
    [
        .. from path in (await DocumentAsync()).GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           select new DescribedOperation(path.Name, new HttpMethod(operation.Name.ToUpperInvariant()), operation.Value),
    ];

    [GeneratedRegex(@"\{(?<name>[^}]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathParameter();
}
