namespace EventAdmin.Web.Features.Live;

/// <summary>A run of events that the live list left out, first and last included, by the positions that the store printed.</summary>
public sealed record SkippedRange(string First, string Last, long Count);
