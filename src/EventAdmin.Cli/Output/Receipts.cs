using System.Text.Json;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client.Contracts;
using Spectre.Console;

namespace EventAdmin.Cli.Output;

/// <summary>What an append is answered with.</summary>
internal static class Receipts
{
    public static Paragraph Of(AppendReceipt receipt, int count)
    {
        var versions = receipt.First == receipt.Last ? Say.It($"v{receipt.Last}") : Say.It($"v{receipt.First} to v{receipt.Last}");
        return new Paragraph()
            .Append(receipt.IsRepeat ? "Was stored before: " : "Stored: ", Styles.Good)
            .Append(SafeText.Of(receipt.Stream), Styles.Name)
            .Append($" {versions}, {Say.Plural(count, "event")}, {Say.Instant(receipt.RecordedAt)}, position {receipt.Position}");
    }

    public static void Write(Utf8JsonWriter json, AppendReceipt receipt)
    {
        json.WriteString("stream", receipt.Stream);
        json.WriteNumber("first", receipt.First);
        json.WriteNumber("last", receipt.Last);
        json.WriteString("position", receipt.Position);
        json.WriteString("recordedAt", receipt.RecordedAt.UtcDateTime);
        json.WriteBoolean("isRepeat", receipt.IsRepeat);
        json.WriteString("appendId", receipt.AppendId);
    }
}
