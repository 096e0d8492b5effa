using System.Text.Json;
using EventAdmin.EventSourcing.Replay;

namespace EventAdmin.Testing.RealHistory;

/// <summary>Folds file changes to a tree: path to blob.</summary>
public sealed class TreeReducer : JsonReducer<Dictionary<string, string>>
{
    /// <summary>The reducer.</summary>
    public TreeReducer()
        : base("tree", "1")
    {
        On<FileChange>("FileAdded", Put);
        On<FileChange>("FileModified", Put);
        On<FileChange>("FileDeleted", (tree, file) =>
        {
            tree.Remove(file.Path);
            return tree;
        });
    }

    /// <inheritdoc/>
    protected override Dictionary<string, string> Create() => new(StringComparer.Ordinal);

    private static Dictionary<string, string> Put(Dictionary<string, string> tree, FileChange file)
    {
        tree[file.Path] = file.Blob ?? throw new JsonException("Expected a blob.");
        return tree;
    }

    private sealed record FileChange(string Path, string? Blob);
}
