namespace EventAdmin.Web.Components.Lists;

/// <summary>Columns of an event list, in this order on screen. Narrow screens drop some.</summary>
[Flags]
public enum EventColumns
{
    None = 0,
    Position = 1,
    Version = 2,
    Time = 4,
    Stream = 8,
    Type = 16,
    Sentence = 32,
    Actor = 64,
    Correlation = 128,
    Size = 256,

    /// <summary>One stream: its name is already the page's heading.</summary>
    OneStream = Version | Time | Type | Sentence | Actor | Size,

    /// <summary>Several streams.</summary>
    Feed = Time | Stream | Version | Type | Sentence | Actor,
}
