using System.Globalization;
using System.Text;
using CsCheck;
using EventAdmin.Web.Components.Text;
using Xunit;

namespace EventAdmin.Web.Tests.Components.Text;

public sealed class Text_from_outside
{
    [Theory]
    [InlineData("plain ü 漢 🙂", "plain ü 漢 🙂")]
    [InlineData("a\tb\nc", "a⇥b↵c")]
    [InlineData("a\u0000b", "a[U+0000]b")]
    [InlineData("evil\u202etxt", "evil[U+202E]txt")]
    [InlineData("zero\u200bwidth", "zero[U+200B]width")]
    [InlineData(null, "")]
    public void Shows_what_would_hide_or_reorder(string? text, string visible) => Assert.Equal(visible, VisibleText.Of(text));

    [Fact]
    public void Never_keeps_a_control_or_format_character() =>
        Gen.String.Sample(static text => Assert.DoesNotContain(
            VisibleText.Of(text).EnumerateRunes(),
            static rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format));
}
