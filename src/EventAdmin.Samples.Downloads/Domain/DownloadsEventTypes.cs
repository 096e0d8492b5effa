using EventAdmin.EventSourcing.Serialization;

namespace EventAdmin.Samples.Downloads.Domain;

/// <summary>What the domain's events are called and how they read. Sentences name nobody's address, e-mail or phone: walls show them too.</summary>
public static class DownloadsEventTypes
{
    private const string Customer = "customer";
    private const string License = "licence";
    private const string Download = "download";

    /// <summary>Adds every event type of the domain.</summary>
    public static void Register(EventTypeRegistryBuilder types)
    {
        ArgumentNullException.ThrowIfNull(types);
        RegisterCustomer(types);
        RegisterLicense(types);
        RegisterDownloads(types);
    }

    private static void RegisterCustomer(EventTypeRegistryBuilder types)
    {
        types.Add<CustomerRegistered>("CustomerRegistered", type => Describe(
            type, Customer, EventImportance.Notable, "Customer {data.customerId} registered with the {data.plan} plan."));
        types.Add<AddressChanged>("AddressChanged", type => Describe(
            type, Customer, EventImportance.Normal, "Address changed by {actor}."));
        types.Add<PlanChanged>("PlanChanged", type => Describe(
            type, Customer, EventImportance.Notable, "Plan changed from {data.previous} to {data.plan} by {actor}."));
        types.Add<DeviceAdded>("DeviceAdded", type => Describe(
            type, Customer, EventImportance.Quiet, "Device {data.device} added by {actor}."));
        types.Add<DeviceRefused>("DeviceRefused", type => Describe(
            type, Customer, EventImportance.Notable, "Device {data.device} refused: {data.reason}."));
        types.Add<DeviceRevoked>("DeviceRevoked", type => Describe(
            type, Customer, EventImportance.Notable, "Device {data.device} revoked by {actor}: {data.reason}."));
        types.Add<DisputeOpened>("DisputeOpened", type => Describe(
            type, Customer, EventImportance.Notable, "Dispute about {data.about} opened by {actor}: “{data.claim}”"));
        types.Add<DisputeAnswered>("DisputeAnswered", type => Describe(
            type, Customer, EventImportance.Notable, "Dispute about {data.about} answered by {actor}: {data.finding}"));
    }

    private static void RegisterLicense(EventTypeRegistryBuilder types)
    {
        types.Add<LicenseAcquired>("LicenseAcquired", type => Describe(
            type, License, EventImportance.Normal, "Licence for “{data.title}” acquired on {data.device} until {data.expires|date}."));
        types.Add<LicenseRenewed>("LicenseRenewed", type => Describe(
            type, License, EventImportance.Quiet, "Licence for “{data.title}” on {data.device} renewed until {data.expires|date}."));
        types.Add<LicenseRefused>("LicenseRefused", type => Describe(
            type, License, EventImportance.Notable, "Renewal of “{data.title}” on {data.device} refused: {data.reason}."));
        types.Add<LicenseReleased>("LicenseReleased", type => Describe(
            type, License, EventImportance.Normal, "Licence for “{data.title}” released by {actor}."));
        types.Add<LicenseExpired>("LicenseExpired", type => Describe(
            type, License, EventImportance.Normal, "Licence for “{data.title}” on {data.device} expired."));
        types.Add<LicenseRevoked>("LicenseRevoked", type => Describe(
            type, License, EventImportance.Notable, "Licence for “{data.title}” revoked with {data.device}: {data.reason}."));
    }

    private static void RegisterDownloads(EventTypeRegistryBuilder types)
    {
        types.Add<DownloadStarted>("DownloadStarted", type => Describe(
            type,
            Download,
            EventImportance.Normal,
            "Download of “{data.title}” started on {data.device}, number {data.number} of {data.limitPerYear} in {data.year}."));
        types.Add<DownloadFinished>("DownloadFinished", type => Describe(
            type, Download, EventImportance.Quiet, "Download of “{data.title}” finished on {data.device}: {data.megabytes} MB."));
        types.Add<DownloadDeleted>("DownloadDeleted", type => Describe(
            type, Download, EventImportance.Normal, "Download of “{data.title}” deleted from {data.device}: {data.reason}."));
        types.Add<DownloadRefused>("DownloadRefused", type => Describe(
            type, Download, EventImportance.Notable, "Download of “{data.title}” on {data.device} refused: {data.reason}."));
    }

    private static void Describe(EventTypeBuilder type, string topic, EventImportance importance, string sentence) =>
        type.Sentence("en", sentence).Subject(Customer, "data.customerId").Topic(topic).Importance(importance);
}
