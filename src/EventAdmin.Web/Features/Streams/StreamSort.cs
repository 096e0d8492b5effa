namespace EventAdmin.Web.Features.Streams;

/// <summary>The order of the list of streams.</summary>
public enum StreamSort
{
    /// <summary>The newest change first.</summary>
    Changed,

    /// <summary>By name, ordinal.</summary>
    Name,
}
