namespace EventAdmin.Web.Composition;

/// <summary>Nothing says where the store is to be.</summary>
internal sealed class StoreLocationException(string message) : Exception(message);
