namespace EventAdmin.Conventions.Tests.Checks;

/// <summary>A type in one folder that uses a type in another folder of the same project.</summary>
internal sealed record FolderUse(string From, string To, string Example);
