namespace EventAdmin.Samples.Downloads.Domain;

/// <summary>The device may play the title until it expires. An event of <c>license-4711-tv1-t88</c>.</summary>
public sealed record LicenseAcquired(string CustomerId, string Device, string TitleId, string Title, DateTimeOffset Expires);

/// <summary>The device went online in time and may play the title for longer.</summary>
public sealed record LicenseRenewed(string CustomerId, string Device, string TitleId, string Title, DateTimeOffset Expires);

/// <summary>A renewal was not granted.</summary>
public sealed record LicenseRefused(string CustomerId, string Device, string TitleId, string Title, string Reason);

/// <summary>The device gave the licence back.</summary>
public sealed record LicenseReleased(string CustomerId, string Device, string TitleId, string Title);

/// <summary>The licence ran out before the device renewed it.</summary>
public sealed record LicenseExpired(string CustomerId, string Device, string TitleId, string Title);

/// <summary>The licence ended with its device.</summary>
public sealed record LicenseRevoked(string CustomerId, string Device, string TitleId, string Title, string Reason);
