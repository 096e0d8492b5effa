namespace EventAdmin.Web.Features.Find;

/// <summary>What a hit is.</summary>
public enum FindKind
{
    Stream,
    Event,
    Correlation,
    Causation,
    Append,
    Type,
}
