namespace EventAdmin.Cli.Settings;

/// <summary>A setting and where it was said.</summary>
internal sealed record Setting<T>(T Value, string Origin);
