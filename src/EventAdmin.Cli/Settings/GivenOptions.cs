namespace EventAdmin.Cli.Settings;

/// <summary>The options that every verb has, as they were given.</summary>
internal sealed record GivenOptions
{
    public string? Server { get; init; }

    public string? Timeout { get; init; }

    public bool IsJson { get; init; }

    public bool IsColorless { get; init; }
}
