using EventAdmin.Cli.Terminal;
using Spectre.Console;

namespace EventAdmin.Cli.Output;

/// <summary>The one look of all tables.</summary>
internal static class Tables
{
    public static Table Plain() => new() { Border = TableBorder.None, ShowHeaders = true };

    public static TableColumn Column(string name) => new(new Text(name, Styles.Strong)) { Padding = new Padding(0, 0, 2, 0) };
}
