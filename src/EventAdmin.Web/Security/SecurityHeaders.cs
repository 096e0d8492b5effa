using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace EventAdmin.Web.Security;

/// <summary>
/// One policy for pages, a stricter one for those without a circuit, a closed one for everything else. Inline styles stay allowed because the theme provider of the component library
/// writes a style element without a nonce; scripts run only with this response's nonce.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string ClosedPolicy = "default-src 'none'; frame-ancestors 'none'";
    private const string Permissions =
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-read=(), clipboard-write=(self), screen-wake-lock=(self)";

    private static readonly object NonceKey = new();

    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.OnStarting(static state => Write((HttpContext)state), context);
        return next(context);
    }

    /// <summary>The nonce of this response; made when first asked for.</summary>
    public static string NonceOf(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Items[NonceKey] is string known)
            return known;
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Items[NonceKey] = nonce;
        return nonce;
    }

    private static Task Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        var isPage = context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) ?? false;
        headers.ContentSecurityPolicy = isPage ? PolicyOf(context) : ClosedPolicy;
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Permissions;
        if (isPage || !headers.ContainsKey(HeaderNames.CacheControl))
            headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    private static string PolicyOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<StaticPage>() is null ? PagePolicy(NonceOf(context)) : StaticPolicy(NonceOf(context));

    // A worker has no nonce; its file is one of ours.
    private static string StaticPolicy(string nonce) =>
        "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'none'; frame-ancestors 'none'; "
        + $"img-src 'self'; object-src 'none'; style-src 'self'; worker-src 'self'; script-src 'nonce-{nonce}'";

    private static string PagePolicy(string nonce) =>
        "default-src 'none'; base-uri 'self'; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        + "img-src 'self' data:; manifest-src 'self'; object-src 'none'; style-src 'self' 'unsafe-inline'; "
        + $"script-src 'nonce-{nonce}'";
}
