using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EventAdmin.Web.Tests.Hosting;

public sealed class The_app_in_development(DevelopmentHost host) : IClassFixture<DevelopmentHost>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public void Reads_the_settings_at_the_top_of_the_repository()
    {
        var written = new ConfigurationBuilder().AddJsonFile(RepositoryRoot.Combine("appsettings.Development.json")).Build();

        var read = ((IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>()).Providers
            .OfType<JsonConfigurationProvider>()
            .Single(provider => provider.Source.Path == "appsettings.Development.json");

        var settings = written.AsEnumerable().Where(setting => setting.Value is not null).ToList();
        Assert.NotEmpty(settings);
        Assert.All(settings, setting => Assert.Equal(setting.Value, read.TryGet(setting.Key, out var value) ? value : null));
    }

    [Fact]
    public void Has_no_second_file_of_that_name()
    {
        var copies = Directory.EnumerateFiles(RepositoryRoot.Combine("src"), "appsettings.Development.json", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

        Assert.Empty(copies);
    }

    [Fact]
    public async Task Serves_every_file_of_wwwroot_assets()
    {
        using var client = host.CreateClient();

        await StaticAssets.AssertServedAsync(client, CancellationToken);
    }

    [Fact]
    public async Task Names_files_by_their_content_and_sends_them_compressed()
    {
        using var client = host.CreateClient();

        await StaticAssets.AssertFingerprintedAndCompressedAsync(client, "gzip", CancellationToken);
    }
}
