namespace EventAdmin.Web.Features.Find;

/// <summary>What the start page offers.</summary>
/// <param name="Examples">Streams of the sample that are there.</param>
public sealed record StartFacts(IReadOnlyList<FindHit> Examples);
