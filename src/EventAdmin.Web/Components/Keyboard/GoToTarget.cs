namespace EventAdmin.Web.Components.Keyboard;

/// <summary>Where the go-to box leads while a page that has versions or times is open.</summary>
public sealed class GoToTarget
{
    private readonly List<Target> _targets = [];

    /// <summary>Raised when another target took over.</summary>
    public event Action? Changed;

    /// <summary>What can be typed, such as "version, date or time"; null where only pages can be gone to.</summary>
    public string? Hint => _targets.LastOrDefault()?.Hint;

    /// <summary>Registers a page's own handler: null means it went there, otherwise the text says why not.</summary>
    public IDisposable Register(string hint, Func<string, Task<string?>> go)
    {
        ArgumentNullException.ThrowIfNull(hint);
        ArgumentNullException.ThrowIfNull(go);
        var target = new Target(this, hint, go);
        _targets.Add(target);
        Changed?.Invoke();
        return target;
    }

    public async Task<string?> GoAsync(string text) =>
        _targets.Count is 0 ? "Open a stream first: this page has no versions to go to." : await _targets[^1].Go(text);

    private sealed class Target(GoToTarget owner, string hint, Func<string, Task<string?>> go) : IDisposable
    {
        public string Hint { get; } = hint;

        public Func<string, Task<string?>> Go { get; } = go;

        public void Dispose()
        {
            if (owner._targets.Remove(this))
                owner.Changed?.Invoke();
        }
    }
}
