using EventAdmin.Web.Components.Preferences;

namespace EventAdmin.Web.Components.Keyboard;

/// <summary>
/// The single keys that work right now. Shell and page register theirs; of two for one key the later one wins until it is disposed.
/// Used on the circuit's own context only.
/// </summary>
public sealed class KeyboardShortcuts(ViewerPreferences preferences)
{
    private readonly List<Shortcut> _registered = [];

    /// <summary>Raised when the set of keys changed.</summary>
    public event Action? Changed;

    public bool IsOff => preferences.Current.IsShortcutsOff;

    /// <summary>One per key, in order of registration.</summary>
    public IReadOnlyList<Shortcut> Active =>
        _registered.GroupBy(static shortcut => shortcut.Key, StringComparer.Ordinal).Select(static group => group.Last()).ToList();

    public IDisposable Register(params IReadOnlyList<Shortcut> shortcuts)
    {
        ArgumentNullException.ThrowIfNull(shortcuts);
        _registered.AddRange(shortcuts);
        Changed?.Invoke();
        return new Registration(this, shortcuts);
    }

    /// <summary>Acts on a key; false where nobody registered it.</summary>
    public async Task<bool> PressAsync(string key)
    {
        var shortcut = _registered.FindLast(candidate => string.Equals(candidate.Key, key, StringComparison.Ordinal));
        if (shortcut?.Act is null)
            return false;
        await shortcut.Act();
        return true;
    }

    public async Task SwitchAsync(bool isOff)
    {
        await preferences.SwitchShortcutsAsync(isOff);
        Changed?.Invoke();
    }

    private sealed class Registration(KeyboardShortcuts owner, IReadOnlyList<Shortcut> shortcuts) : IDisposable
    {
        public void Dispose()
        {
            var removed = owner._registered.RemoveAll(registered => shortcuts.Any(mine => ReferenceEquals(mine, registered)));
            if (removed > 0)
                owner.Changed?.Invoke();
        }
    }
}
