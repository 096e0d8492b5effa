namespace EventAdmin.Web.Security;

/// <summary>Names this build without telling its version.</summary>
internal static class BuildId
{
    public static string Value { get; } = typeof(BuildId).Module.ModuleVersionId.ToString("N")[..12];
}
