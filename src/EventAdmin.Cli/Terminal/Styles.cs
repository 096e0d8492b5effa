using Spectre.Console;

namespace EventAdmin.Cli.Terminal;

/// <summary>The colours of the command line: few, from the terminal's own sixteen, so that they are readable on dark and light.</summary>
internal static class Styles
{
    public static readonly Style Quiet = new(Color.Grey);
    public static readonly Style Strong = new(decoration: Decoration.Bold);
    public static readonly Style Name = new(Color.Teal);
    public static readonly Style Kind = new(Color.Olive);
    public static readonly Style Good = new(Color.Green);
    public static readonly Style Bad = new(Color.Maroon, decoration: Decoration.Bold);
    public static readonly Style Text = new(Color.Green);
    public static readonly Style Number = new(Color.Purple);
    public static readonly Style Removed = new(Color.Maroon);
}
