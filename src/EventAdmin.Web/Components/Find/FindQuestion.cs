namespace EventAdmin.Web.Components.Find;

/// <summary>What stands in the find box, and where it was typed.</summary>
/// <param name="Text">Trimmed, not empty.</param>
/// <param name="OpenStream">The stream whose page is open, where one is: digits then mean a version of it.</param>
public sealed record FindQuestion(string Text, string? OpenStream);
