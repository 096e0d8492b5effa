namespace EventAdmin.Web.Components.Panels;

/// <summary>Everything a data panel can be. A page holds one per panel and hands it to <c>PanelView</c>.</summary>
public abstract record PanelState<T>
{
    private PanelState()
    {
    }

    /// <summary>The case as tests and styles see it in <c>data-state</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Nothing has come yet; <paramref name="WhatFor"/> says what is waited for.</summary>
    public sealed record Loading(string WhatFor) : PanelState<T>
    {
        public override string Name => "loading";

        /// <summary>A narrower request to propose once it takes long, such as "only the newest 1 000".</summary>
        public string? Narrower { get; init; }
    }

    public sealed record Ready(T Value) : PanelState<T>
    {
        public override string Name => "ready";

        /// <summary>A newer value is being read; this one stays, dimmed.</summary>
        public bool IsRefreshing { get; init; }
    }

    /// <summary>There is nothing, <paramref name="Why"/> says why, and <see cref="NextStep"/> leads on.</summary>
    public sealed record Empty(string Why) : PanelState<T>
    {
        public override string Name => "empty";

        public PanelStep? NextStep { get; init; }
    }

    /// <summary>A value without what <paramref name="Missing"/> names, such as "first 50 000 events searched".</summary>
    public sealed record Partial(T Value, string Missing) : PanelState<T>
    {
        public override string Name => "partial";
    }

    /// <summary>A kept value of this age, because <paramref name="Source"/> did not answer.</summary>
    public sealed record Stale(T Value, TimeSpan Age, string Source) : PanelState<T>
    {
        public override string Name => "stale";
    }

    /// <summary>The store sheds this work and will be asked again.</summary>
    public sealed record Busy(TimeSpan RetryAfter) : PanelState<T>
    {
        public override string Name => "busy";

        /// <summary>What is being protected, in the store's words.</summary>
        public string Why { get; init; } = "the store is protecting appends";
    }

    /// <summary>Never carries an exception's text.</summary>
    public sealed record Failed(string What) : PanelState<T>
    {
        public override string Name => "failed";

        public string? StillWorks { get; init; }

        /// <summary>Leads to the log entry.</summary>
        public string? TraceId { get; init; }
    }

    public sealed record NoAccess(string Permission, string GrantedBy) : PanelState<T>
    {
        public override string Name => "no-access";
    }

    /// <summary>What was looked for is not there; answers 404 on the first load.</summary>
    public sealed record NotFound(string LookedFor) : PanelState<T>
    {
        public override string Name => "not-found";

        /// <summary>Names like it that this person may see.</summary>
        public IReadOnlyList<PanelStep> Near { get; init; } = [];
    }
}
