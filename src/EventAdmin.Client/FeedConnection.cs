using EventAdmin.Client.Contracts;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Client;

/// <summary>One connection to the hub. It asks for a limited delivery, and for the next one when that was read.</summary>
internal sealed class FeedConnection : IAsyncDisposable
{
    private const string HubPath = "/hubs/feed";
    private const string Method = "Subscribe";

    private readonly Uri _server;
    private readonly ILogger _logger;
    private readonly HubConnection _hub;
    private FeedSubscriptionRequest _next;
    private IAsyncEnumerator<FeedEnvelope>? _delivery;

    public FeedConnection(Uri server, FeedSubscriptionRequest request, ILogger logger)
    {
        (_server, _next, _logger) = (server, request, logger);
        _hub = new HubConnectionBuilder()
            .WithUrl(new Uri(server, HubPath), connection =>
            {
                connection.Transports = HttpTransportType.WebSockets;
                connection.SkipNegotiation = true;
            })
            .Build();
    }

    public async Task<FeedEnvelope> ReadAsync(CancellationToken cancellationToken)
    {
        if (_delivery is null && _hub.State is HubConnectionState.Disconnected)
        {
            await _hub.StartAsync(cancellationToken).ConfigureAwait(false);
            _logger.FeedConnected(_server, _next.After);
        }

        if (_delivery is null || !await _delivery.MoveNextAsync().ConfigureAwait(false))
        {
            await EndDeliveryAsync().ConfigureAwait(false);
            _delivery = _hub.StreamAsync<FeedEnvelope>(Method, _next, cancellationToken).GetAsyncEnumerator(cancellationToken);
            if (!await _delivery.MoveNextAsync().ConfigureAwait(false))
                throw new InvalidOperationException("Expected the server to deliver something before it ended the delivery.");
        }

        var envelope = _delivery.Current;
        if (envelope.Refusal is { } refusal)
            throw new FeedRefusedException(refusal);
        _next = _next with { After = envelope.Position };
        return envelope;
    }

    public async ValueTask DisposeAsync()
    {
        await EndDeliveryAsync().ConfigureAwait(false);
        await _hub.DisposeAsync().ConfigureAwait(false);
    }

    private async Task EndDeliveryAsync()
    {
        if (_delivery is not { } delivery)
            return;
        _delivery = null;
        await delivery.DisposeAsync().ConfigureAwait(false);
    }
}
