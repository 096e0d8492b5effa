using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Web.Tests.Api;

/// <summary>Calls the API as any program does, and holds every answer to the form that all of them have.</summary>
internal sealed class ApiCaller(Uri server) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server };

    public void Dispose() => _http.Dispose();

    public Task<ApiReply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, content: null, headers);

    public Task<ApiReply> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, Content(json, "application/json"), headers);

    public static HttpContent Content(string text, string mediaType) =>
        new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue(mediaType));

    public async Task<ApiReply> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value), $"Expected {name} to be a header of requests.");
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var reply = new ApiReply((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, HeadersOf(response), body);
        if (reply.Status >= 400 && method != HttpMethod.Head)
            AssertProblem(reply);
        return reply;
    }

    private static void AssertProblem(ApiReply reply)
    {
        Assert.Equal("application/problem+json", reply.MediaType);
        var problem = reply.Problem;
        Assert.StartsWith(ApiProblem.TypePrefix, problem.Type, StringComparison.Ordinal);
        Assert.Equal(reply.Status, problem.Status);
        Assert.False(string.IsNullOrWhiteSpace(problem.Title));
        Assert.False(string.IsNullOrWhiteSpace(problem.Detail));
        Assert.False(string.IsNullOrWhiteSpace(problem.TraceId));
        Assert.Contains(problem.Outcome, (string[])[ApiProblem.NotExecuted, ApiProblem.IsConflict, ApiProblem.Unknown]);
        Assert.Equal(reply.Status is 429 or 503 or 507, reply.Header("Retry-After") is not null);
        Assert.DoesNotContain("   at ", reply.Text, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> HeadersOf(HttpResponseMessage response) => response.Headers.Concat(response.Content.Headers)
        .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
}

/// <summary>An answer of the API.</summary>
internal sealed record ApiReply(int Status, string? MediaType, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public ApiProblem Problem => Read<ApiProblem>();

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public T Read<T>() => JsonSerializer.Deserialize<T>(Body, WireJson.Options) ?? throw new InvalidOperationException("Expected a body.");

    public void AssertIs(int status, string kind)
    {
        Assert.True(Status == status, $"Expected {status}, got {Status}: {Text}");
        Assert.Equal(ApiProblem.TypePrefix + kind, Problem.Type);
    }

    public ApiReply AssertOk(int status = 200)
    {
        Assert.True(Status == status, $"Expected {status}, got {Status}: {Text}");
        return this;
    }
}
