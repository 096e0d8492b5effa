namespace EventAdmin.Web.Components.Shell;

/// <summary>What every page should say of the store at this moment. The Operations feature implements and registers it.</summary>
public interface IStoreNotices
{
    /// <summary>What is wrong; null when nothing is.</summary>
    StoreNotice? Find();
}

/// <summary>Something wrong with the store.</summary>
/// <param name="Sentence">What it means for who works here.</param>
/// <param name="Detail">What was found; may be empty.</param>
/// <param name="IsBad">True when nothing can be stored; false when only a part is affected.</param>
public sealed record StoreNotice(string Sentence, string Detail, bool IsBad)
{
    /// <summary>Since when; null when that is not known.</summary>
    public DateTimeOffset? Since { get; init; }
}
