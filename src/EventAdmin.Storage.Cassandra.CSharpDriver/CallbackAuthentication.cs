using System.Net;
using System.Text;
using Cassandra;
using EventAdmin.Cql.Connections;

namespace EventAdmin.Storage.Cassandra.CSharpDriver;

/// <summary>
/// PLAIN with credentials from a callback. The driver asks without awaiting, so a callback that does not answer at once is met by the next
/// connection: no thread waits for it.
/// </summary>
internal sealed class CallbackAuthentication(Func<CancellationToken, ValueTask<CqlCredentials>> credentials, CqlCredentials first) : IAuthProvider
{
    private volatile CqlCredentials _last = first;

    public static async ValueTask<CallbackAuthentication?> CreateAsync(Func<CancellationToken, ValueTask<CqlCredentials>>? credentials, CancellationToken cancellationToken) =>
        credentials is null ? null : new CallbackAuthentication(credentials, await credentials(cancellationToken).ConfigureAwait(false));

    public IAuthenticator NewAuthenticator(IPEndPoint host)
    {
        _ = RenewAsync();
        return new Plain(_last);
    }

    private async Task RenewAsync()
    {
        try
        {
            _last = await credentials(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The connection is tried with the last credentials that are known; the node says when they are no longer good.
        }
    }

    private sealed class Plain(CqlCredentials credentials) : IAuthenticator
    {
        public byte[] InitialResponse() => Encoding.UTF8.GetBytes($"\0{credentials.UserName}\0{credentials.Password}");

        public byte[] EvaluateChallenge(byte[] challenge) => throw new AuthenticationException("PLAIN has no challenge.");
    }
}
