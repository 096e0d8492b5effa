using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace EventAdmin.Web.Http.Api;

/// <summary>
/// ETags. Events never change, so an answer is told by the ids of its events, what else it says, and its form. The tag of an answer that
/// can't change any more stays for ever.
/// </summary>
internal static class Tags
{
    private const int BytesKept = 16;

    /// <summary>The tag of an answer that these parts decide.</summary>
    public static EntityTagHeaderValue Of(params IEnumerable<string?> parts)
    {
        var text = string.Join('\n', parts);
        return new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, BytesKept))}\"");
    }

    /// <summary>As <see cref="Of"/>, for answers that may also say something that does not make them other answers.</summary>
    public static EntityTagHeaderValue Weak(params IEnumerable<string?> parts) => new(Of(parts).Tag, isWeak: true);

    /// <summary>Sets the tag; true when the caller has the answer already and is answered with 304.</summary>
    public static bool IsAtHand(HttpContext context, EntityTagHeaderValue tag)
    {
        context.Response.Headers.ETag = tag.ToString();
        context.Response.Headers.Vary = HeaderNames.Accept;
        var known = context.Request.GetTypedHeaders().IfNoneMatch;
        if (!known.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Compare(tag, useStrongComparison: false)))
            return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
