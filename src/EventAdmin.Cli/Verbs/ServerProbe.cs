using System.Net;
using System.Text.Json;
using EventAdmin.Cli.Terminal;

namespace EventAdmin.Cli.Verbs;

/// <summary>What a server says about itself, or what else is found at its address.</summary>
internal sealed record ServerHealth
{
    public required string Health { get; init; }

    public required string Detail { get; init; }

    /// <summary>The version of its API; null where it does not say.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>What is wrong and what to do; null where nothing is.</summary>
    public string? Advice { get; init; }

    /// <summary>One of <see cref="ExitCode"/>.</summary>
    public int Code { get; init; }
}

/// <summary>Asks a server how it is, once, and tells apart what can be wrong.</summary>
internal sealed class ServerProbe(HttpClient http, TimeProvider clock)
{
    /// <summary>The version of the API that this command line speaks.</summary>
    public const string ApiVersion = "1";

    private const string HealthPath = "health/ui";
    private const string DescriptionPath = "api/openapi.json";

    public async Task<ServerHealth> AskAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var started = clock.GetTimestamp();
        try
        {
            using var health = await GetAsync(HealthPath, either.Token);
            if (health?.RootElement is not { ValueKind: JsonValueKind.Object } answer || !answer.TryGetProperty("ready", out var ready))
                return Stranger();
            var detail = $"answered in {Say.Duration(clock.GetElapsedTime(started))}";
            if (ready.ValueKind is not JsonValueKind.True)
                return NotReady(detail);
            using var description = await GetAsync(DescriptionPath, either.Token);
            return Judge(detail, VersionIn(description));
        }
        catch (HttpRequestException e)
        {
            return Unreachable(e.HttpRequestError is HttpRequestError.NameResolutionError ? "its name is not known" : "the connection was refused or lost");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unreachable($"no answer in {Say.Duration(deadline)}");
        }
    }

    private async Task<JsonDocument?> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
            return null;
        try
        {
            return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (JsonException)
        {
            // A page of something else.
            return null;
        }
    }

    private static string? VersionIn(JsonDocument? description) =>
        description?.RootElement is { ValueKind: JsonValueKind.Object } root
        && root.TryGetProperty("info", out var about) && about.TryGetProperty("version", out var version)
            ? version.GetString()
            : null;

    private static ServerHealth Judge(string detail, string? version)
    {
        var ready = new ServerHealth { Health = "ready", Detail = detail, ApiVersion = version };
        return version == ApiVersion ? ready : ready with
        {
            Code = ExitCode.Protocol,
            Advice = version is null
                ? "The server has no API for this command line: it is older. Update the server."
                : $"The server speaks version {version} of the API and this command line version {ApiVersion}. Update the older of the two.",
        };
    }

    private ServerHealth Stranger() => new()
    {
        Health = "no EventAdmin",
        Detail = "something else answers",
        Advice = $"What answers at {http.BaseAddress} is no EventAdmin server. Is the port right?",
        Code = ExitCode.Protocol,
    };

    private static ServerHealth NotReady(string detail) => new()
    {
        Health = "not ready",
        Detail = detail,
        Advice = "The server runs and its store does not answer. The server's log says why.",
        Code = ExitCode.Unavailable,
    };

    private ServerHealth Unreachable(string why) => new()
    {
        Health = "not reachable",
        Detail = why,
        Advice = $"Nothing answers at {http.BaseAddress}. Start the server, or name another one: --server URL, EVENTADMIN_SERVER, or the configuration file.",
        Code = ExitCode.Unavailable,
    };
}
