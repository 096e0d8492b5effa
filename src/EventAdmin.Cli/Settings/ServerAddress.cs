using EventAdmin.Cli.Terminal;

namespace EventAdmin.Cli.Settings;

/// <summary>The address of a server.</summary>
internal static class ServerAddress
{
    public static Uri Parse(string text, string origin)
    {
        // localhost:5080 is what people write, and Uri would take localhost for the scheme.
        var address = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new CommandFailedException(
                origin.StartsWith("--", StringComparison.Ordinal) ? ExitCode.Usage : ExitCode.Configuration,
                $"The server '{text}' ({origin}) is no address: write one as {ClientSettings.ServerDefault}.");
        }

        // A base address without its last slash would lose its last part.
        return uri.AbsolutePath.EndsWith('/') ? uri : new Uri($"{uri.GetLeftPart(UriPartial.Path)}/");
    }
}
