namespace EventAdmin.Conventions.Tests.Checks;

/// <summary>Judges how the folders of one project use each other.</summary>
internal static class FolderGraph
{
    /// <summary>Finds siblings, at any depth, that reach each other. A folder and its own sub-folders are one idea and may.</summary>
    public static IEnumerable<string> FindCycles(IEnumerable<FolderUse> uses)
    {
        var bySiblings = uses.Select(BetweenSiblings).OfType<FolderUse>().GroupBy(use => ParentOf(use.From), StringComparer.Ordinal);
        foreach (var siblings in bySiblings)
        {
            var edges = siblings.DistinctBy(use => (use.From, use.To)).ToList();
            var reported = new HashSet<string>(StringComparer.Ordinal);
            foreach (var use in edges.Where(use => !reported.Contains(use.From) || !reported.Contains(use.To)))
            {
                if (PathBetween(edges, use.To, use.From) is not { } wayBack)
                    continue;

                reported.UnionWith([use.From, .. wayBack.Select(back => back.From)]);
                yield return $"{Describe(use)}, and back: {string.Join(", ", wayBack.Select(Describe))}";
            }
        }
    }

    /// <summary>Finds uses of a folder that comes later in the order.</summary>
    public static IEnumerable<string> FindOutOfOrder(IEnumerable<FolderUse> uses, IReadOnlyList<string> order)
    {
        foreach (var use in uses.Select(BetweenSiblings).OfType<FolderUse>().Where(use => ParentOf(use.From).Length == 0))
        {
            var from = order.IndexOf(use.From);
            var to = order.IndexOf(use.To);
            if (from < to && from >= 0)
                yield return $"{use.From} comes before {use.To} and uses it ({use.Example})";
        }
    }

    /// <summary>Finds pairs of features, folders directly under <paramref name="parent"/>, of which one uses the other.</summary>
    public static IEnumerable<string> FindUsesBetweenChildren(IEnumerable<FolderUse> uses, string parent) => uses
        .Select(BetweenSiblings)
        .OfType<FolderUse>()
        .Where(use => ParentOf(use.From) == parent)
        .Select(use => $"{use.From} uses {use.To} ({use.Example})");

    private static FolderUse? BetweenSiblings(FolderUse use)
    {
        var from = use.From.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var to = use.To.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var shared = from.Zip(to).TakeWhile(pair => pair.First == pair.Second).Count();
        return shared == from.Length || shared == to.Length
            ? null
            : use with { From = string.Join('/', from.Take(shared + 1)), To = string.Join('/', to.Take(shared + 1)) };
    }

    private static string Describe(FolderUse use) => $"{use.From} -> {use.To} ({use.Example})";

    private static string ParentOf(string folder) => folder.Contains('/', StringComparison.Ordinal) ? folder[..folder.LastIndexOf('/')] : "";

    private static List<FolderUse>? PathBetween(List<FolderUse> edges, string from, string to)
    {
        var reached = new Dictionary<string, List<FolderUse>>(StringComparer.Ordinal) { [from] = [] };
        var waiting = new Queue<string>([from]);
        while (waiting.TryDequeue(out var folder))
        {
            if (folder == to)
                return reached[folder];

            foreach (var edge in edges.Where(edge => edge.From == folder))
            {
                if (reached.TryAdd(edge.To, [.. reached[folder], edge]))
                    waiting.Enqueue(edge.To);
            }
        }

        return null;
    }

    private static int IndexOf(this IReadOnlyList<string> list, string item)
    {
        for (var index = 0; index < list.Count; index++)
        {
            if (list[index] == item)
                return index;
        }

        return -1;
    }
}
