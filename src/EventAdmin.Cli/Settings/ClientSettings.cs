namespace EventAdmin.Cli.Settings;

/// <summary>How the command line reaches its server: option, else environment, else configuration file, else the default.</summary>
internal sealed record ClientSettings
{
    public const string ServerDefault = "http://localhost:5080";
    public const string ServerVariable = "EVENTADMIN_SERVER";
    public const string TimeoutVariable = "EVENTADMIN_TIMEOUT";
    private const string ByDefault = "default";

    public required Setting<Uri> Server { get; init; }

    /// <summary>How long a verb tries; null when it was not said, and every verb has its own default.</summary>
    public required Setting<Patience?> Timeout { get; init; }

    public required Setting<bool> Color { get; init; }

    /// <summary>The settings that options, environment and file make together.</summary>
    /// <exception cref="Terminal.CommandFailedException">One of them is wrong; the message says which and what would be right.</exception>
    public static ClientSettings Of(GivenOptions given, Func<string, string?> variable, ConfigurationFile file)
    {
        var server = First((given.Server, "--server"), (variable(ServerVariable), ServerVariable), (file.Server, file.Path)) ?? new(ServerDefault, ByDefault);
        var timeout = First((given.Timeout, "--timeout"), (variable(TimeoutVariable), TimeoutVariable), (file.Timeout, file.Path));
        return new ClientSettings
        {
            Server = new(ServerAddress.Parse(server.Value, server.Origin), server.Origin),
            Timeout = timeout is null ? new(null, ByDefault) : new(Patience.Parse(timeout.Value, timeout.Origin), timeout.Origin),
            Color = given.IsColorless ? new(false, "--no-color")
                : variable("NO_COLOR") is { Length: > 0 } ? new(false, "NO_COLOR")
                : file.Color is { } color ? new(color, file.Path)
                : new(true, ByDefault),
        };
    }

    private static Setting<string>? First(params ReadOnlySpan<(string? Value, string Origin)> sources)
    {
        foreach (var (value, origin) in sources)
        {
            if (value is { Length: > 0 })
                return new(value, origin);
        }

        return null;
    }
}
