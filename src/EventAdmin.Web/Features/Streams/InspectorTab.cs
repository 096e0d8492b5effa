namespace EventAdmin.Web.Features.Streams;

/// <summary>What the inspector shows of an event below its story.</summary>
public enum InspectorTab
{
    Data,
    Metadata,
    Raw,
    Links,
}
