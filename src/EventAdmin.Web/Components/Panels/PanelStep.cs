namespace EventAdmin.Web.Components.Panels;

/// <summary>A way on, as a link.</summary>
public sealed record PanelStep(string Text, string Url);
