namespace EventAdmin.Samples.Downloads.Domain;

/// <summary>Somebody became a customer. First event of <c>customer-4711</c>.</summary>
public sealed record CustomerRegistered(string CustomerId, string Name, string Email, string Phone, string Address, Plan Plan);

/// <summary>The address on file is another one from now on.</summary>
public sealed record AddressChanged(string CustomerId, string Address);

/// <summary>The plan, and with it every limit, is another one from now on.</summary>
public sealed record PlanChanged(string CustomerId, Plan Plan, Plan Previous);

/// <summary>A device may hold downloads.</summary>
public sealed record DeviceAdded(string CustomerId, string Device);

/// <summary>A device was not let in: the plan has no room for it.</summary>
public sealed record DeviceRefused(string CustomerId, string Device, string Reason);

/// <summary>A device may no longer hold downloads: lost, sold or stolen. Its licences and copies end with it.</summary>
public sealed record DeviceRevoked(string CustomerId, string Device, string Reason);

/// <summary>The customer says that something did not happen as we recorded it.</summary>
public sealed record DisputeOpened(string CustomerId, string About, string Claim);

/// <summary>We looked at the history and answered.</summary>
public sealed record DisputeAnswered(string CustomerId, string About, string Finding);
