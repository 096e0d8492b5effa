namespace EventAdmin.Web.Security;

/// <summary>Marks an endpoint whose page has no circuit and no component library, so that it can be told more strictly what it may do.</summary>
internal sealed class StaticPage;
