using EventAdmin.Cli.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EventAdmin.Cli.Output;

/// <summary>Names and values below each other; those without a value are left out.</summary>
internal static class Facts
{
    public static IRenderable Of(IEnumerable<(string Name, string? Value)> facts)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2)).AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        foreach (var (name, value) in facts)
        {
            if (value is not null)
                grid.AddRow(new Text(SafeText.Of(name), Styles.Quiet), new Text(SafeText.Of(value)));
        }

        return grid;
    }
}
