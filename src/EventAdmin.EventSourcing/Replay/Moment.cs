using System.Globalization;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Replay;

/// <summary>A place in a stream's history that a state is asked for. Switch on every case.</summary>
public abstract record Moment
{
    private Moment()
    {
    }

    /// <summary>The newest event, whatever it is when the replay begins.</summary>
    public static Moment Now { get; } = new Newest();

    /// <summary>Before the first event.</summary>
    public static Moment Empty { get; } = new BeforeFirst();

    /// <summary>Now: see <see cref="Moment.Now"/>.</summary>
    public sealed record Newest : Moment
    {
        /// <inheritdoc/>
        public override string ToString() => "now";
    }

    /// <summary>Before the first event: see <see cref="Moment.Empty"/>.</summary>
    public sealed record BeforeFirst : Moment
    {
        /// <inheritdoc/>
        public override string ToString() => "empty";
    }

    /// <summary>After the event with this version; after the newest one when the stream is shorter.</summary>
    /// <param name="Version">The version.</param>
    public sealed record AtVersion(StreamVersion Version) : Moment
    {
        /// <inheritdoc/>
        public override string ToString() => Version.ToString();
    }

    /// <summary>After the highest version recorded at or before an instant.</summary>
    /// <param name="Instant">The instant.</param>
    public sealed record AtRecorded(DateTimeOffset Instant) : Moment
    {
        /// <inheritdoc/>
        public override string ToString() => Print(Instant);
    }

    /// <summary>As it was, not as it was known: only events that occurred at or before an instant, in version order.</summary>
    /// <param name="Instant">The instant.</param>
    public sealed record AtOccurred(DateTimeOffset Instant) : Moment
    {
        /// <inheritdoc/>
        public override string ToString() => Print(Instant);
    }

    /// <summary>Reads what stands in a URL: <c>v57</c>, <c>empty</c>, an instant that ends in <c>Z</c>; nothing, or <c>now</c>, means now.</summary>
    /// <param name="text">The text; null or empty for now.</param>
    /// <param name="byOccurred">True when an instant means occurred time.</param>
    /// <param name="moment">The moment read, or <see cref="Now"/>.</param>
    public static bool TryParse(string? text, bool byOccurred, out Moment moment)
    {
        moment = Now;
        if (string.IsNullOrEmpty(text) || text == "now")
            return true;
        if (text == "empty")
        {
            moment = Empty;
            return true;
        }

        if (StreamVersion.TryParse(text, out var version))
        {
            moment = new AtVersion(version);
            return true;
        }

        if (!text.EndsWith('Z') || !DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
        {
            return false;
        }

        moment = byOccurred ? new AtOccurred(instant) : new AtRecorded(instant);
        return true;
    }

    private static string Print(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
