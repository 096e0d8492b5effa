using System.Net;
using System.Text;

namespace EventAdmin.Cli.Tests.Requests;

/// <summary>Answers one request after the other as told; the last answer is given for ever.</summary>
internal sealed class ScriptedServer(params Func<HttpRequestMessage, Task<HttpResponseMessage>>[] answers) : HttpMessageHandler
{
    public List<string> Bodies { get; } = [];

    public static Func<HttpRequestMessage, Task<HttpResponseMessage>> Status(int status, string body = "", TimeSpan? retryAfter = null) => _ =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (retryAfter is { } delay)
            response.Headers.RetryAfter = new(delay);
        return Task.FromResult(response);
    };

    public static Func<HttpRequestMessage, Task<HttpResponseMessage>> Lost(HttpRequestError error) => _ =>
        Task.FromException<HttpResponseMessage>(new HttpRequestException(error));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        return await answers[Math.Min(Bodies.Count, answers.Length) - 1](request);
    }
}
