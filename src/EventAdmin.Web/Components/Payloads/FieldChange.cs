namespace EventAdmin.Web.Components.Payloads;

/// <summary>One field that differs between two states; null on a side where it does not exist. Texts are JSON as stored.</summary>
public sealed record FieldChange(string Path, string? Was, string? Now);
