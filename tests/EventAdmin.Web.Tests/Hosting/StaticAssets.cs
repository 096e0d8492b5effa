using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Xunit;

namespace EventAdmin.Web.Tests.Hosting;

/// <summary>What a browser may expect of the files in <c>wwwroot-assets</c>, wherever the app runs.</summary>
internal static partial class StaticAssets
{
    public static async Task AssertServedAsync(HttpClient client, CancellationToken cancellationToken)
    {
        Assert.NotEmpty(RepositoryRoot.StaticAssets);
        foreach (var asset in RepositoryRoot.StaticAssets)
        {
            var served = await client.GetByteArrayAsync(new Uri(asset, UriKind.Relative), cancellationToken);
            var onDisk = await File.ReadAllBytesAsync(RepositoryRoot.Combine($"wwwroot-assets/{asset}"), cancellationToken);
            Assert.True(onDisk.AsSpan().SequenceEqual(served), $"{asset} is served with other bytes than wwwroot-assets/{asset} has.");
        }
    }

    /// <summary>The page names the style sheet by a name made of its content, so the browser may keep it for ever; it travels compressed.</summary>
    public static async Task AssertFingerprintedAndCompressedAsync(HttpClient client, string encoding, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, await FindFingerprintedSheetAsync(client, cancellationToken));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        using var response = await client.SendAsync(request, cancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
        Assert.Equal("text/css", response.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public static async Task<CacheControlHeaderValue?> CacheControlOfFingerprintedAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(await FindFingerprintedSheetAsync(client, cancellationToken), cancellationToken);
        return response.Headers.CacheControl;
    }

    // The not-found page needs no store and names the same files as every other page.
    private static async Task<Uri> FindFingerprintedSheetAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(new Uri("nothing-is-here", UriKind.Relative), cancellationToken);
        var page = await response.Content.ReadAsStringAsync(cancellationToken);

        var sheet = FingerprintedSheet().Match(page);
        Assert.True(sheet.Success, $"Expected a fingerprinted css/tokens in the page:\n{page}");
        return new Uri(sheet.Value, UriKind.Relative);
    }

    [GeneratedRegex(@"css/tokens\.[a-z0-9]{6,}\.css", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FingerprintedSheet();
}
