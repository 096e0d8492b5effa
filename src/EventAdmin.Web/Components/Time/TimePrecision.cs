namespace EventAdmin.Web.Components.Time;

/// <summary>How much of an instant is drawn.</summary>
public enum TimePrecision
{
    Day,
    Minutes,
    Seconds,
    Milliseconds,
    TimeOfDay,
}
