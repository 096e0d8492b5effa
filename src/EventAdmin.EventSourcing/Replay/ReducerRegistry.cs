namespace EventAdmin.EventSourcing.Replay;

/// <summary>Says that a reducer exists and for which categories it is meant.</summary>
/// <param name="Reducer">The reducer.</param>
/// <param name="Categories">The categories whose streams it is offered for, the first choice there; none for all of them, as a further choice.</param>
public sealed record ReducerRegistration(IReducer Reducer, params IReadOnlyList<string> Categories);

/// <summary>The reducers there are. JSON Merge Patch is always among them. Thread-safe.</summary>
public sealed class ReducerRegistry
{
    private readonly List<ReducerRegistration> _registrations;
    private readonly Dictionary<string, IReducer> _byName = new(StringComparer.Ordinal);

    /// <summary>Takes the registered reducers; of two for a category the first is its default.</summary>
    /// <exception cref="InvalidOperationException">Two reducers have one name.</exception>
    public ReducerRegistry(IEnumerable<ReducerRegistration> registrations)
    {
        _registrations = [.. registrations];
        foreach (var reducer in _registrations.Select(registration => registration.Reducer).Append(MergePatchReducer.Instance).Distinct())
        {
            if (!_byName.TryAdd(reducer.Name, reducer))
                throw new InvalidOperationException($"Expected one reducer of each name, found two named '{reducer.Name}'.");
        }
    }

    /// <summary>The reducer that a category's streams are folded with unless the reader chooses another.</summary>
    public IReducer Default(string category) => List(category)[0];

    /// <summary>The reducer of a name, or null.</summary>
    public IReducer? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The reducers offered for a category, the default first, JSON Merge Patch last or default.</summary>
    public IReadOnlyList<IReducer> List(string category)
    {
        var own = _registrations.Where(registration => registration.Categories.Contains(category)).Select(r => r.Reducer).ToList();
        var forAll = _registrations.Where(registration => registration.Categories.Count == 0).Select(registration => registration.Reducer);
        return own.Count > 0
            ? [.. own.Concat(forAll).Append(MergePatchReducer.Instance).Distinct()]
            : [MergePatchReducer.Instance, .. forAll.Where(reducer => reducer != MergePatchReducer.Instance).Distinct()];
    }
}
