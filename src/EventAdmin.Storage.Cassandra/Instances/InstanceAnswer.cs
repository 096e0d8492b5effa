using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Owning;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Instances;

/// <summary>Answers of an owner as they travel.</summary>
internal static class InstanceAnswer
{
    private const byte Told = 1;
    private const byte AskAgain = 2;
    private const byte NotTaken = 3;

    private const byte NotStored = 0;
    private const byte Appended = 1;
    private const byte Conflict = 2;
    private const byte Unknown = 3;
    private const byte Refused = 4;

    /// <summary>Writes an answer.</summary>
    public static void Write<T>(ByteWriter writer, OwnerAnswer<T> answer, Action<ByteWriter, T> value)
    {
        switch (answer)
        {
            case OwnerAnswer<T>.Told told:
                writer.Byte(Told);
                value(writer, told.Value);
                break;
            case OwnerAnswer<T>.AskAgain again:
                writer.Byte(AskAgain);
                writer.Text(again.Reason);
                break;
            case OwnerAnswer<T>.NotTaken notTaken:
                writer.Byte(NotTaken);
                writer.Text(notTaken.Reason);
                writer.Id(notTaken.Owner ?? Guid.Empty);
                writer.Text(notTaken.Address);
                break;
            default:
                throw new InvalidOperationException($"Expected a known answer, found {answer}.");
        }
    }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static OwnerAnswer<T> Read<T>(ByteReader reader, Func<ByteReader, T> value)
    {
        var kind = reader.Byte();
        if (kind == Told)
            return new OwnerAnswer<T>.Told(value(reader));
        var reason = reader.TextRequired();
        if (kind == AskAgain)
            return new OwnerAnswer<T>.AskAgain(reason);
        if (kind != NotTaken)
            throw new FormatException($"Expected a known answer, found {kind}.");
        var owner = reader.Id();
        return new OwnerAnswer<T>.NotTaken(reason, owner == Guid.Empty ? null : owner, reader.Text());
    }

    /// <summary>Writes an outcome; null where there is none.</summary>
    public static void WriteOutcome(ByteWriter writer, AppendOutcome? outcome)
    {
        switch (outcome)
        {
            case null:
                writer.Byte(NotStored);
                break;
            case AppendOutcome.Appended appended:
                writer.Byte(Appended);
                WriteAppended(writer, appended);
                break;
            case AppendOutcome.Conflict conflict:
                writer.Byte(Conflict);
                writer.Text(conflict.Stream.Value);
                writer.Text(conflict.Expected.ToString());
                writer.Int64(conflict.Actual?.Value ?? -1);
                break;
            case AppendOutcome.Unknown unknown:
                writer.Byte(Unknown);
                writer.Id(unknown.Append.Value);
                writer.Text(unknown.Stream.Value);
                writer.Int64(unknown.Planned?.Value ?? -1);
                break;
            case AppendOutcome.Refused refused:
                writer.Byte(Refused);
                writer.Byte((byte)refused.Reason);
                writer.Text(refused.Detail);
                break;
            default:
                throw new InvalidOperationException($"Expected a known outcome, found {outcome}.");
        }
    }

    /// <summary>Reads what <see cref="WriteOutcome"/> wrote.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static AppendOutcome? ReadOutcome(ByteReader reader) => reader.Byte() switch
    {
        NotStored => null,
        Appended => ReadAppended(reader),
        Conflict => new AppendOutcome.Conflict(StreamId.Parse(reader.TextRequired()), ReadExpected(reader), ReadVersion(reader)),
        Unknown => new AppendOutcome.Unknown(new AppendId(reader.Id()), StreamId.Parse(reader.TextRequired()), ReadVersion(reader)),
        Refused => new AppendOutcome.Refused((RefusalReason)reader.Byte(), reader.TextRequired()),
        var kind => throw new FormatException($"Expected a known outcome, found {kind}."),
    };

    /// <summary>Reads an expectation.</summary>
    public static ExpectedVersion ReadExpected(ByteReader reader) =>
        ExpectedVersion.TryParse(reader.TextRequired(), out var expected) ? expected : throw new FormatException("Expected an expectation.");

    private static void WriteAppended(ByteWriter writer, AppendOutcome.Appended appended)
    {
        writer.Id(appended.Append.Value);
        writer.Int64(appended.Position.ToStore());
        writer.Int64(appended.RecordedAt.UtcTicks);
        writer.Byte(appended.IsRepeat ? (byte)1 : (byte)0);
        writer.Int32(appended.Streams.Count);
        foreach (var stream in appended.Streams)
        {
            writer.Text(stream.Stream.Value);
            writer.Int64(stream.First.Value);
            writer.Int64(stream.Last.Value);
        }
    }

    private static AppendOutcome.Appended ReadAppended(ByteReader reader)
    {
        var (append, position, recordedAt, isRepeat) = (new AppendId(reader.Id()), reader.Int64(), reader.Int64(), reader.Byte() != 0);
        var streams = new AppendedStream[reader.Int32()];
        for (var i = 0; i < streams.Length; i++)
            streams[i] = new AppendedStream(StreamId.Parse(reader.TextRequired()), StreamVersion.Of(reader.Int64()), StreamVersion.Of(reader.Int64()));
        return new AppendOutcome.Appended
        {
            Append = append,
            Position = FeedPosition.FromStore(position),
            RecordedAt = new DateTimeOffset(recordedAt, TimeSpan.Zero),
            IsRepeat = isRepeat,
            Streams = streams,
        };
    }

    private static StreamVersion? ReadVersion(ByteReader reader) => reader.Int64() is var number and >= 0 ? StreamVersion.Of(number) : null;
}
