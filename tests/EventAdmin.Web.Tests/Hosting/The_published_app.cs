using System.Net.Http.Headers;
using Xunit;

namespace EventAdmin.Web.Tests.Hosting;

public sealed class The_published_app(PublishedApp app) : IClassFixture<PublishedApp>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serves_every_file_of_wwwroot_assets()
    {
        using var client = new HttpClient { BaseAddress = app.Address };

        await StaticAssets.AssertServedAsync(client, CancellationToken);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Names_files_by_their_content_and_sends_them_compressed(string encoding)
    {
        using var client = new HttpClient { BaseAddress = app.Address };

        await StaticAssets.AssertFingerprintedAndCompressedAsync(client, encoding, CancellationToken);
    }

    [Fact]
    public async Task Lets_a_browser_keep_a_file_that_is_named_by_its_content_for_ever()
    {
        using var client = new HttpClient { BaseAddress = app.Address };

        var cacheControl = await StaticAssets.CacheControlOfFingerprintedAsync(client, CancellationToken);

        Assert.Contains(new NameValueHeaderValue("immutable"), cacheControl?.Extensions ?? []);
    }

    [Fact]
    public void Leaves_the_settings_of_developers_at_home() =>
        Assert.False(File.Exists(Path.Combine(app.Folder, "appsettings.Development.json")));
}
