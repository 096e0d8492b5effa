namespace EventAdmin.EventSourcing.Serialization;

/// <summary>How much an event means to a reader. Folds lists, never removes from them.</summary>
public enum EventImportance
{
    /// <summary>Folded away and counted.</summary>
    Quiet,

    /// <summary>Shown.</summary>
    Normal,

    /// <summary>Shown and marked.</summary>
    Notable,
}
