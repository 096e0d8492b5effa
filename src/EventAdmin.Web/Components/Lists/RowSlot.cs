namespace EventAdmin.Web.Components.Lists;

/// <summary>A place in a list and the row in it; null where the event is gone (truncated).</summary>
internal readonly record struct RowSlot(int Index, long Version, EventRow? Row)
{
    public object Key => Row?.Key ?? (object)Version;
}
