using EventAdmin.Conventions.Tests.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventAdmin.Conventions.Tests.Checks;

/// <summary>Reads the ids of source-generated log methods.</summary>
internal static class LogEvents
{
    public static IEnumerable<string> FindViolations(IEnumerable<SourceFile> files)
    {
        var seen = new Dictionary<int, string>();
        foreach (var file in files)
        {
            foreach (var attribute in SyntaxOf.File(file).DescendantNodes().OfType<AttributeSyntax>().Where(IsLoggerMessage))
            {
                var place = $"{file.Path}:{SyntaxOf.LineOf(attribute)}";
                if (file.Name != "Log.cs")
                    yield return $"{place} logs outside the project's Log.cs";

                if (IdOf(attribute) is not { } id)
                    yield return $"{place} has no explicit event id";
                else if (!seen.TryAdd(id, place))
                    yield return $"{place} has event id {id}, as {seen[id]}";
            }
        }
    }

    private static bool IsLoggerMessage(AttributeSyntax attribute) =>
        attribute.Name.ToString().Split('.')[^1] is "LoggerMessage" or "LoggerMessageAttribute";

    private static int? IdOf(AttributeSyntax attribute)
    {
        var arguments = attribute.ArgumentList?.Arguments ?? default;
        var id = arguments.FirstOrDefault(argument => NameOf(argument) is "EventId" or "eventId")
            ?? arguments.FirstOrDefault(argument => NameOf(argument) is null);
        return (id?.Expression as LiteralExpressionSyntax)?.Token.Value as int?;
    }

    private static string? NameOf(AttributeArgumentSyntax argument) =>
        argument.NameEquals?.Name.Identifier.Text ?? argument.NameColon?.Name.Identifier.Text;
}
