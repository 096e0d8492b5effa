using EventAdmin.Cql.Diagnostics;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Cql.Connections;

/// <summary>
/// Opens connections for one client. The first that succeeds pins the protocol's version and the cluster's name for all later ones: a node
/// that refuses the version, or belongs to another cluster, is reported and not spoken to differently.
/// </summary>
/// <remarks>Thread-safe. The steps are those of <see cref="ConnectStep"/>; each has the connect timeout.</remarks>
internal sealed partial class CqlConnector(ConnectionServices services, ConnectionSettings settings)
{
    private readonly Lock _pinning = new(); // guards the next two
    private CqlProtocolVersion? _version = settings.Version;
    private string? _clusterName = settings.ClusterName;

    /// <summary>The version that this client speaks; null before the first connection, unless it was given.</summary>
    public CqlProtocolVersion? Version
    {
        get { lock (_pinning) return _version; }
    }

    /// <summary>The cluster that this client speaks to; null before the first connection, unless it was given.</summary>
    public string? ClusterName
    {
        get { lock (_pinning) return _clusterName; }
    }

    /// <summary>Opens a connection and makes it ready for requests.</summary>
    /// <param name="target">The node.</param>
    /// <param name="owner">Who is told of notices, room, retirement and end, once this method has returned.</param>
    /// <param name="cancellationToken">Gives up; what was opened is closed.</param>
    /// <exception cref="CqlConnectException">A step failed, or was not done in time.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<CqlConnection> ConnectAsync(ConnectionTarget target, ICqlConnectionOwner owner, CancellationToken cancellationToken)
    {
        if (Version is { } version) return await OpenAsync(target, owner, version, cancellationToken).ConfigureAwait(false);
        try
        {
            return await OpenAsync(target, owner, CqlProtocolVersion.V5, cancellationToken).ConfigureAwait(false);
        }
        catch (CqlConnectException exception) when (exception.IsVersionRefused)
        {
            services.Logger.VersionRefused(target.EndPoint, CqlProtocolVersion.V5);
            return await OpenAsync(target, owner, Version ?? CqlProtocolVersion.V4, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<CqlConnection> OpenAsync(
        ConnectionTarget target, ICqlConnectionOwner owner, CqlProtocolVersion version, CancellationToken cancellationToken)
    {
        var steps = new ConnectSteps(target, services.Time, settings.ConnectTimeout);
        var transport = await OpenTransportAsync(steps, target, cancellationToken).ConfigureAwait(false);
        CqlConnection? connection = null;
        try
        {
            connection = await StartUpAsync(steps, transport, version, cancellationToken).ConfigureAwait(false);
            connection.ClusterName = await ReadClusterNameAsync(steps, connection, cancellationToken).ConfigureAwait(false);
            Pin(steps, connection);
            services.Logger.ConnectionOpened(target.EndPoint, connection.ClusterName, version);
            connection.HandTo(owner);
            return connection;
        }
        catch
        {
            connection?.Close(reason: null);
            await transport.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<Stream> OpenTransportAsync(ConnectSteps steps, ConnectionTarget target, CancellationToken cancellationToken)
    {
        Stream plain = await steps.RunAsync(
            ConnectStep.Tcp, token => TransportOpener.OpenSocketAsync(target, token), cancellationToken).ConfigureAwait(false);
        if (settings.Tls is not { } tls) return plain;
        try
        {
            return await steps.RunAsync(
                ConnectStep.Tls, token => TransportOpener.SecureAsync(plain, tls, target, token), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await plain.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>From OPTIONS to READY or AUTH_SUCCESS.</summary>
    private async Task<CqlConnection> StartUpAsync(
        ConnectSteps steps, Stream transport, CqlProtocolVersion version, CancellationToken cancellationToken)
    {
        using var handshake = new Handshake(transport, version, settings.AnswerBytesMax);
        var supported = await steps.RunAsync(
            ConnectStep.Options, token => handshake.AskAsync(new OptionsRequest(), token), cancellationToken).ConfigureAwait(false);
        var options = steps.Expect(ConnectStep.Options, supported, Opcode.Supported).Supported;
        CheckCompression(steps, options);

        var startup = StartupRequest.For(settings.Compression, DriverVersion);
        var started = await steps.RunAsync(
            ConnectStep.Startup, token => handshake.StartAsync(startup, settings.Compression, token), cancellationToken).ConfigureAwait(false);
        var ready = steps.Expect(ConnectStep.Startup, started, Opcode.Ready, Opcode.Authenticate);

        var link = new ConnectionLink
        {
            Target = steps.Target,
            Transport = transport,
            Input = handshake.HandOver(settings.Compression),
            Version = version,
            Supported = options,
        };
        var connection = new CqlConnection(link, settings, services);
        connection.Start();
        try
        {
            if (ready.Opcode == Opcode.Authenticate)
                await AuthenticateAsync(steps, connection, ready.Name, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            connection.Close(reason: null);
            throw;
        }
    }

    private void CheckCompression(ConnectSteps steps, IReadOnlyDictionary<string, IReadOnlyList<string>> options)
    {
        if (settings.Compression == CqlCompression.None) return;
        if (options.TryGetValue("COMPRESSION", out var offered) && offered.Contains("lz4", StringComparer.OrdinalIgnoreCase)) return;
        throw steps.Failure(ConnectStep.Options, "it does not offer LZ4 compression");
    }
}
