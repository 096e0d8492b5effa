using System.Net;

namespace EventAdmin.Web.Http;

/// <summary>
/// Where the app listens. Every setting that can name an address is read here, so that no second way opens a port; while there is no
/// sign-in, an address that others can reach is refused wherever it stands.
/// </summary>
internal static class ListenAddresses
{
    public const string Default = "http://localhost:5080";

    private const string OwnKey = "EventAdmin:Listen";
    private const string KestrelKey = "Kestrel:Endpoints";

    /// <summary>The addresses of the first source that names any, after all sources were checked.</summary>
    /// <exception cref="ListenRefusedException">A source names an address that is not loopback or not an address.</exception>
    public static IReadOnlyList<string> Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        RefusePorts(configuration, "http_ports");
        RefusePorts(configuration, "https_ports");
        IReadOnlyList<string> own = Named(OwnKey, OwnAddresses(configuration));
        IReadOnlyList<string> kestrel = [.. KestrelAddresses(configuration)];
        IReadOnlyList<string> urls = Named("urls (--urls, ASPNETCORE_URLS)", Split(configuration[WebHostDefaults.ServerUrlsKey]));
        IEnumerable<IReadOnlyList<string>> byPrecedence = [own, kestrel, urls, [Default]];
        return byPrecedence.First(addresses => addresses.Count > 0);
    }

    /// <summary>The address, which a source named, when the app may listen there.</summary>
    /// <exception cref="ListenRefusedException">It may not.</exception>
    public static string Check(string source, string address)
    {
        BindingAddress binding;
        try
        {
            binding = BindingAddress.Parse(address);
        }
        catch (FormatException e)
        {
            throw new ListenRefusedException($"{source} names '{address}', which is no address. Write one as {Default}.", e);
        }

        if (!IsLoopback(binding.Host))
            throw ListenRefusedException.NotLoopback(source, $"'{address}'");
        if (binding.PathBase.Length > 0)
            throw new ListenRefusedException($"{source} names '{address}': an address has no path. Write it as {binding.Scheme}://{binding.Host}:{binding.Port}.");
        return binding.Port is 0 && IsName(binding.Host)
            ? throw new ListenRefusedException($"{source} names '{address}': for any free port write 127.0.0.1:0 instead of localhost:0.")
            : address;
    }

    private static IEnumerable<string> OwnAddresses(IConfiguration configuration)
    {
        var section = configuration.GetSection(OwnKey);
        return section.GetChildren().SelectMany(child => Split(child.Value)).Concat(Split(section.Value));
    }

    private static IEnumerable<string> KestrelAddresses(IConfiguration configuration)
    {
        foreach (var endpoint in configuration.GetSection(KestrelKey).GetChildren())
        {
            var source = $"{KestrelKey}:{endpoint.Key}:Url";
            yield return Check(source, endpoint["Url"] ?? throw new ListenRefusedException($"{source} is missing: give the endpoint a Url."));
        }
    }

    // A port without a host means every address of the machine.
    private static void RefusePorts(IConfiguration configuration, string key)
    {
        if (configuration[key] is { Length: > 0 } ports)
            throw ListenRefusedException.NotLoopback(key.ToUpperInvariant(), $"port {ports} on every address of this machine");
    }

    private static List<string> Named(string source, IEnumerable<string> addresses) => [.. addresses.Select(address => Check(source, address))];

    private static bool IsLoopback(string host) => IsName(host) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsName(string host) => string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase);

    private static string[] Split(string? addresses) =>
        addresses?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
