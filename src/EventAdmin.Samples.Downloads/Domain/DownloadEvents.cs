namespace EventAdmin.Samples.Downloads.Domain;

/// <summary>A copy is being fetched, and counts against the year's limit. An event of <c>downloads-4711-t88</c>.</summary>
/// <param name="CustomerId">Whose.</param>
/// <param name="Device">Where the copy goes.</param>
/// <param name="TitleId">The title.</param>
/// <param name="Title">Its name.</param>
/// <param name="Year">The year it counts in.</param>
/// <param name="Number">Which one of that year it is, from 1.</param>
/// <param name="LimitPerYear">How many the plan allowed then.</param>
public sealed record DownloadStarted(
    string CustomerId, string Device, string TitleId, string Title, int Year, int Number, int LimitPerYear);

/// <summary>The copy is whole.</summary>
public sealed record DownloadFinished(string CustomerId, string Device, string TitleId, string Title, int Megabytes);

/// <summary>The copy is gone from the device. The download stays counted.</summary>
public sealed record DownloadDeleted(string CustomerId, string Device, string TitleId, string Title, string Reason);

/// <summary>A download was not started: a limit is reached.</summary>
public sealed record DownloadRefused(
    string CustomerId, string Device, string TitleId, string Title, int Year, int LimitPerYear, string Reason);
