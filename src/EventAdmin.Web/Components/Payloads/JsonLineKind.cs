namespace EventAdmin.Web.Components.Payloads;

/// <summary>What stands on a line of a payload.</summary>
public enum JsonLineKind
{
    Open,
    Close,
    Text,
    Number,
    Word,
}
