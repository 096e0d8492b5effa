using EventAdmin.EventSourcing.Serialization;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Components.Text;

/// <summary>One sentence about an event, as text nodes; values from outside stand isolated in their own direction.</summary>
public sealed partial class SentenceLine
{
    [Parameter, EditorRequired] public IReadOnlyList<SentencePart> Parts { get; set; } = [];
}
