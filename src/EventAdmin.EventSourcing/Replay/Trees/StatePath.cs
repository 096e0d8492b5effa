using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EventAdmin.EventSourcing.Replay.Trees;

/// <summary>
/// Where a value stands: as people read it (<c>devices[0].name</c>, <c>["a/b.cs"].size</c>), and as item keys are declared (<c>devices.name</c>).
/// </summary>
internal readonly record struct StatePath(string Text, string Pattern)
{
    public static readonly StatePath Root = new("", "");

    public StatePath Member(ReadOnlySpan<byte> utf8Name)
    {
        var name = Encoding.UTF8.GetString(utf8Name);
        var text = IsPlain(name)
            ? Text.Length == 0 ? name : $"{Text}.{name}"
            : $"{Text}[{JsonSerializer.Serialize(name, EventSourcing.Serialization.EventSerializer.JsonOptions)}]";
        return new StatePath(text, Pattern.Length == 0 ? name : $"{Pattern}.{name}");
    }

    public StatePath Item(int index) => this with { Text = string.Create(CultureInfo.InvariantCulture, $"{Text}[{index}]") };

    public StatePath Item(string keyName, ReadOnlySpan<byte> keyToken) =>
        this with { Text = $"{Text}[{keyName}={Encoding.UTF8.GetString(keyToken)}]" };

    private static bool IsPlain(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
            return false;
        foreach (var letter in name)
        {
            if (!char.IsLetterOrDigit(letter) && letter is not ('_' or '-' or '$'))
                return false;
        }

        return true;
    }
}
