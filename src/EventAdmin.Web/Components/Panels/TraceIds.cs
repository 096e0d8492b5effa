using System.Diagnostics;

namespace EventAdmin.Web.Components.Panels;

/// <summary>The id under which the log has what went wrong.</summary>
public static class TraceIds
{
    public static string? Current => Activity.Current?.TraceId.ToString();
}
