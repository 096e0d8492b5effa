using EventAdmin.Browser.Tests.Hosting;
using EventAdmin.Web.Components.Navigation;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Browser.Tests.Routes;

/// <summary>Every address that gets the gates of each page. A page that is not in the table fails a test.</summary>
public static class ProductRoutes
{
    /// <summary>Where there is no page.</summary>
    public const string Nowhere = "/no/such/page";

    public static IReadOnlyList<ProductRoute> All { get; } =
    [
        new("/", "/", "Find"),
        new("/find", "/find?q=license", "license"),
        new("/streams", "/streams", "Streams"),
        new("/streams", "/streams?category=license&sort=name", "Streams"),
        new(AppUrls.StreamRoute, $"/streams/{SampleStreams.Downloads}", SampleStreams.Downloads),
        new(AppUrls.StreamRoute, $"/streams/{HardStreams.Long}?list=pages&rows=25&open=v998", HardStreams.Long),
        new(AppUrls.EventRoute, $"/streams/{SampleStreams.License}/events/3", SampleStreams.License),
        new(AppUrls.EventByIdRoute, AppUrls.EventById(HardStreams.FirstIdOf(HardStreams.Exact).Value), HardStreams.Exact),
        new(AppUrls.ReplayRoute, $"/streams/{SampleStreams.Downloads}/replay", SampleStreams.Downloads),
        new(AppUrls.ReplayRoute, $"/streams/{SampleStreams.License}/replay?at=v3&vs=v1&as=License-corrected&field=remaining", SampleStreams.License),
        new("/live", "/live", "Live"),
        new("/live", "/live?category=license&live=off", "Live"),
        new("/wall", "/wall", "Wall"),
        new("/ops/store", "/ops/store", "Store"),
        new("/welcome", "/welcome", "Welcome"),
        new("/not-found", Nowhere, "Nothing is at this address"),
    ];

    /// <summary>The routes that the app's pages declare.</summary>
    public static IReadOnlyList<string> Declared { get; } =
    [
        .. typeof(AppUrls).Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Cast<RouteAttribute>())
            .Select(route => route.Template).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>True for what the browser's console says of an address without a page: the answer is a 404, as it should be.</summary>
    public static bool IsNowhere(string complaint) =>
        complaint.Contains("status of 404", StringComparison.Ordinal) && complaint.Contains(Nowhere, StringComparison.Ordinal);
}
