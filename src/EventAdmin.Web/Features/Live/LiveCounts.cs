namespace EventAdmin.Web.Features.Live;

/// <summary>The exact account of a live list: at every moment <c>Arrived = Shown + Skipped + Waiting</c>.</summary>
/// <param name="Arrived">Matching events read since the list began.</param>
/// <param name="Shown">Taken into the list.</param>
/// <param name="Skipped">Pushed out by newer ones before they could be taken in; each range of them can be opened.</param>
/// <param name="Waiting">Read, not yet taken in.</param>
public sealed record LiveCounts(long Arrived, long Shown, long Skipped, int Waiting);
