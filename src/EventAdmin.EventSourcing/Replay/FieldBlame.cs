using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay.Trees;

namespace EventAdmin.EventSourcing.Replay;

/// <summary>A field of a state and the event that last changed it.</summary>
/// <param name="Path">Where it stands, as in <see cref="FieldChange.Path"/>.</param>
/// <param name="Json">Its JSON text, byte for byte.</param>
/// <param name="Version">The version of the event that last changed it; null when it was there before the first event.</param>
public sealed record BlamedField(string Path, string Json, StreamVersion? Version);

/// <summary>For each field of a state, the event that last changed it.</summary>
public sealed class FieldBlame
{
    private readonly Dictionary<string, BlamedField> _byPath;

    private FieldBlame(StreamVersion? version, List<BlamedField> fields, int total)
    {
        Version = version;
        Fields = fields;
        Total = total;
        _byPath = fields.ToDictionary(field => field.Path, StringComparer.Ordinal);
    }

    /// <summary>The version of the last event in the state; null before the first event.</summary>
    public StreamVersion? Version { get; }

    /// <summary>The fields, in the state's order; at most as many as were asked for.</summary>
    public IReadOnlyList<BlamedField> Fields { get; }

    /// <summary>How many fields the state has.</summary>
    public int Total { get; }

    /// <summary>True when there are more than <see cref="Fields"/> holds.</summary>
    public bool IsTruncated => Total > Fields.Count;

    /// <summary>The field at a path, or null.</summary>
    public BlamedField? Find(string path) => _byPath.GetValueOrDefault(path);

    internal static FieldBlame Of(StreamVersion? version, StateNode root, IReadOnlyDictionary<string, string> itemKeys, int fieldsMax)
    {
        var fields = new List<BlamedField>();
        var total = 0;
        foreach (var (path, leaf) in StateLeaves.Of(StatePath.Root, root, itemKeys))
        {
            if (total++ < fieldsMax)
            {
                var changedAt = leaf.ChangedAt < 0 ? (StreamVersion?)null : StreamVersion.Of(leaf.ChangedAt);
                fields.Add(new BlamedField(path.Text, Encoding.UTF8.GetString(StateText.Write(leaf)), changedAt));
            }
        }

        return new FieldBlame(version, fields, total);
    }
}
