using System.Net;
using System.Text.Json;
using EventAdmin.Web.Tests.Hosting;
using Xunit;

namespace EventAdmin.Web.Tests.Http;

public sealed class What_the_browser_is_told(DevelopmentHost host) : IClassFixture<DevelopmentHost>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/not-found")]
    [InlineData("/no/such/page")]
    public async Task Pages_run_only_our_scripts_and_stand_in_no_frame(string path)
    {
        using var client = host.CreateClient();

        using var first = await client.GetAsync(new Uri(path, UriKind.Relative), CancellationToken);
        using var second = await client.GetAsync(new Uri(path, UriKind.Relative), CancellationToken);

        var policy = Assert.Single(first.Headers.GetValues("Content-Security-Policy"));
        var nonce = NonceOf(policy);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.NotEqual(nonce, NonceOf(Assert.Single(second.Headers.GetValues("Content-Security-Policy"))));
        Assert.All(
            (await first.Content.ReadAsStringAsync(CancellationToken)).Split("<script").Skip(1),
            script => Assert.Contains($"nonce=\"{nonce}\"", WebUtility.HtmlDecode(script[..script.IndexOf('>', StringComparison.Ordinal)]), StringComparison.Ordinal));
        Assert.Equal("no-store", first.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("/not-found")]
    [InlineData("/health/ui")]
    [InlineData("/css/app.css")]
    public async Task Every_answer_carries_the_other_headers(string path)
    {
        using var client = host.CreateClient();

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), CancellationToken);

        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.Contains("camera=()", Assert.Single(answer.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_without_a_page_answers_404_inside_the_shell()
    {
        using var client = host.CreateClient();

        using var answer = await client.GetAsync(new Uri("/no/such/page", UriKind.Relative), CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Nothing is at this address", await answer.Content.ReadAsStringAsync(CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_page_learns_readiness_and_build_and_nothing_is_kept()
    {
        using var client = host.CreateClient();

        using var answer = await client.GetAsync(new Uri("/health/ui", UriKind.Relative), CancellationToken);

        using var health = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(CancellationToken));
        Assert.True(health.RootElement.GetProperty("ready").GetBoolean());
        Assert.NotEmpty(health.RootElement.GetProperty("build").GetString()!);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("dark", "theme-dark")]
    [InlineData("light", "theme-light")]
    [InlineData("nonsense", "theme-system")]
    public async Task The_first_byte_has_the_chosen_theme(string cookie, string themeClass)
    {
        using var client = host.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/not-found", UriKind.Relative));
        request.Headers.Add("Cookie", $"theme={cookie}; zone=Asia/Kathmandu");

        using var answer = await client.SendAsync(request, CancellationToken);

        var page = await answer.Content.ReadAsStringAsync(CancellationToken);
        Assert.Contains($"<html lang=\"en\" class=\"{themeClass}\"", page, StringComparison.Ordinal);
        Assert.Contains("Kathmandu", page, StringComparison.Ordinal);
    }

    private static string NonceOf(string policy)
    {
        var start = policy.IndexOf("'nonce-", StringComparison.Ordinal) + "'nonce-".Length;
        return policy[start..policy.IndexOf('\'', start)];
    }
}
