using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventAdmin.Web.Features.Wall;

/// <summary>The whole of what a board shows of events: a screen needs the newest one and nothing before it.</summary>
internal sealed record WallFrame
{
    /// <summary>The server's time, in milliseconds since 1970.</summary>
    public required long Now { get; init; }

    /// <summary>Events in each of the last 60 seconds, oldest first.</summary>
    public required IReadOnlyList<long> Rate { get; init; }

    /// <summary>The day that is counted, in the board's zone.</summary>
    public required string Day { get; init; }

    /// <summary>True while the events of the day so far are still being read.</summary>
    public required bool IsCounting { get; init; }

    /// <summary>Events of the day.</summary>
    public required long Total { get; init; }

    public required IReadOnlyList<WallCategory> Categories { get; init; }

    /// <summary>Events of the categories that are not listed.</summary>
    public required long Rest { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<WallLine> Events { get; init; }

    public required string Position { get; init; }
}

/// <summary>A category on a board.</summary>
/// <param name="Name">Its name, or what streams without one are called.</param>
/// <param name="Mark">Which shape and colour stands for it; from 0.</param>
/// <param name="Count">Events of the day.</param>
internal sealed record WallCategory(string Name, int Mark, long Count);

/// <summary>An event on a board.</summary>
/// <param name="Time">When it was recorded, as the board writes it.</param>
/// <param name="Category">Its category.</param>
/// <param name="Mark">The mark of its category.</param>
/// <param name="Words">What may be said of it.</param>
internal sealed record WallLine(string Time, string Category, int Mark, string Words);

/// <summary>What a board shows of the time and of health; sent every two seconds, so that a quiet board is known not to be a dead one.</summary>
internal sealed record WallBeat
{
    /// <summary>The server's time, in milliseconds since 1970.</summary>
    public required long Now { get; init; }

    /// <summary>Another value than the page's own: the page belongs to another build.</summary>
    public required string Build { get; init; }

    /// <summary>When the feed was last read to its end; null before the first time.</summary>
    public required long? FeedChecked { get; init; }

    /// <summary>When the store was last asked, and answered or failed; null before the first time.</summary>
    public required long? StoreChecked { get; init; }

    public required WallStore Store { get; init; }

    /// <summary>What is wrong, worst first, in words.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Screens that show this board now.</summary>
    public required int Screens { get; init; }
}

/// <summary>Whether the store answers.</summary>
/// <param name="State"><c>waiting</c>, <c>ok</c>, <c>slow</c> or <c>down</c>.</param>
/// <param name="Words">The same for people.</param>
/// <param name="Detail">How quickly, or since when not.</param>
internal sealed record WallStore(string State, string Words, string Detail);

/// <summary>Frames and beats as the text that is sent.</summary>
internal static class WallText
{
    /// <summary>Four frames a second of at most this and a beat stay below 10 kB a second.</summary>
    public const int FrameLengthMax = 2200;

    // Never part of a page's markup, so it needs no escapes for HTML.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>A frame that is too long loses its oldest events, then its smallest categories.</summary>
    public static string Of(WallFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        while (true)
        {
            var utf8 = JsonSerializer.SerializeToUtf8Bytes(frame, Json);
            if (utf8.Length <= FrameLengthMax)
                return System.Text.Encoding.UTF8.GetString(utf8);
            if (frame.Events.Count > 1)
                frame = frame with { Events = [.. frame.Events.SkipLast(1)] };
            else if (frame.Categories.Count > 1)
                frame = frame with { Categories = [.. frame.Categories.SkipLast(1)], Rest = frame.Rest + frame.Categories[^1].Count };
            else
                return System.Text.Encoding.UTF8.GetString(utf8);
        }
    }

    public static string Of(WallBeat beat) => JsonSerializer.Serialize(beat, Json);
}
