using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Http;

/// <summary>The fingerprinted addresses of static files, for pages that are answered by an endpoint instead of a route of the app.</summary>
internal sealed class PageAssets(EndpointDataSource endpoints)
{
    private readonly Lazy<ResourceAssetCollection> _all = new(() => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<ResourceAssetCollection>()).FirstOrDefault(static found => found is not null)
        ?? ResourceAssetCollection.Empty);

    public ResourceAssetCollection All => _all.Value;
}
