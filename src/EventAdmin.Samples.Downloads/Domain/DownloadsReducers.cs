using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Serialization;

namespace EventAdmin.Samples.Downloads.Domain;

/// <summary>The compiled reducers of the domain: a replay folds with the very code that commands are decided on.</summary>
public static class DownloadsReducers
{
    /// <summary>The default of <c>customer-…</c>.</summary>
    public const string Customer = "Customer";

    /// <summary>The default of <c>license-…</c>.</summary>
    public const string License = "License";

    /// <summary>A further choice for <c>license-…</c>: as things would stand had no release been counted twice.</summary>
    public const string LicenseCorrected = "License-corrected";

    /// <summary>The default of <c>downloads-…</c>.</summary>
    public const string Downloads = "Downloads";

    private const string Version = "1.0";
    private const string LicenseCategory = "license";

    public static ReducerRegistration CreateCustomer(EventSerializer serializer) =>
        new(new DeciderReducer<CustomerState, CustomerCommand>(Customer, Version, new CustomerDecider(), serializer), "customer");

    public static ReducerRegistration CreateLicense(EventSerializer serializer) =>
        new(new DeciderReducer<LicenseState, LicenseCommand>(License, Version, new LicenseDecider(), serializer), LicenseCategory);

    public static ReducerRegistration CreateLicenseCorrected(EventSerializer serializer) =>
        new(new DeciderReducer<LicenseState, LicenseCommand>(LicenseCorrected, Version, new CorrectedLicenseDecider(), serializer), LicenseCategory);

    public static ReducerRegistration CreateDownloads(EventSerializer serializer) =>
        new(new DeciderReducer<DownloadsState, DownloadsCommand>(Downloads, Version, new DownloadsDecider(), serializer), "downloads");
}
