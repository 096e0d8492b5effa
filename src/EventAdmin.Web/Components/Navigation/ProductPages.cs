namespace EventAdmin.Web.Components.Navigation;

/// <summary>The pages that can be gone to, in the order of the rail.</summary>
public static class ProductPages
{
    public static IReadOnlyList<PageDescriptor> All { get; } =
    [
        new PageDescriptor
        {
            Name = "Find",
            Url = "/",
            Icon = "M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9M10.5 10.5l3.5 3.5",
            GoToKey = "h",
            Owns = ["/find"],
        },
        new PageDescriptor
        {
            Name = "Streams",
            Url = "/streams",
            Icon = "M2.5 4h11M2.5 8h11M2.5 12h7",
            GoToKey = "s",
            Owns = ["/streams", "/events"],
        },
        new PageDescriptor
        {
            Name = "Live",
            Url = "/live",
            Icon = "M1.5 8h3l2-4.5l3 9l2-4.5h3",
            GoToKey = "l",
            Owns = ["/live"],
        },
        new PageDescriptor
        {
            Name = "Wall",
            Url = "/wall",
            Icon = "M1.5 3h13v8.5h-13zM5.5 14h5M8 11.5V14",
            GoToKey = "b",
        },
        new PageDescriptor
        {
            Name = "Store",
            Url = "/ops/store",
            Icon = "M2.5 4c0-1 2.5-1.5 5.5-1.5s5.5.5 5.5 1.5-2.5 1.5-5.5 1.5S2.5 5 2.5 4v8c0 1 2.5 1.5 5.5 1.5s5.5-.5 5.5-1.5V4M2.5 8c0 1 2.5 1.5 5.5 1.5s5.5-.5 5.5-1.5",
            GoToKey = "o",
            Owns = ["/ops"],
        },
        new PageDescriptor
        {
            Name = "Welcome",
            Url = "/welcome",
            Icon = "M2.5 7.5L8 3l5.5 4.5M4 7v6h8V7",
            GoToKey = "w",
            Owns = ["/welcome"],
        },
    ];
}
