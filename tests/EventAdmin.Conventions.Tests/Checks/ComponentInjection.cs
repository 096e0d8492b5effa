using System.Reflection;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Conventions.Tests.Checks;

/// <summary>
/// Components reach the engine only through their feature's service, which authorises and then calls. So a component may be given a service of
/// its own feature, what the components share, and what the framework offers; nothing else, and not the container itself.
/// </summary>
internal static class ComponentInjection
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly string[] FrameworkNamespaces = ["System", "Microsoft", "MudBlazor"];

    public static IEnumerable<string> FindViolations(IEnumerable<Type> types, string rootNamespace) => types
        .Where(type => typeof(IComponent).IsAssignableFrom(type) && !type.IsAbstract && IsWithin(type, rootNamespace))
        .SelectMany(component => InjectedInto(component)
            .Where(injected => !IsAllowed(component, injected, rootNamespace))
            .Select(injected => $"{component.FullName} is given {injected}"))
        .Distinct();

    private static IEnumerable<Type> InjectedInto(Type component)
    {
        foreach (var parameter in component.GetConstructors(Declared).SelectMany(constructor => constructor.GetParameters()))
            yield return parameter.ParameterType;

        // A private property of an ancestor is injected too and is not among the inherited members.
        for (var type = component; type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var property in type.GetProperties(Declared).Where(property => property.IsDefined(typeof(InjectAttribute))))
                yield return property.PropertyType;
        }
    }

    private static bool IsAllowed(Type component, Type injected, string rootNamespace)
    {
        if (injected == typeof(IServiceProvider))
            return false;

        if (FrameworkNamespaces.Any(framework => IsWithin(injected, framework)))
            return injected.GetGenericArguments().All(argument => IsAllowedArgument(component, argument, rootNamespace));

        return IsWithin(injected, $"{rootNamespace}.Components")
            || (injected.Name.EndsWith("Service", StringComparison.Ordinal) && IsOfSameFeature(component, injected, rootNamespace));
    }

    // ILogger<Page>, IOptions<FeatureOptions>: the argument says whose it is.
    private static bool IsAllowedArgument(Type component, Type argument, string rootNamespace) =>
        IsWithin(argument, $"{rootNamespace}.Components")
        || IsOfSameFeature(component, argument, rootNamespace)
        || IsAllowed(component, argument, rootNamespace);

    private static bool IsOfSameFeature(Type component, Type other, string rootNamespace)
    {
        var features = $"{rootNamespace}.Features";
        return IsWithin(component, features)
            && IsWithin(other, $"{features}.{component.Namespace![(features.Length + 1)..].Split('.')[0]}");
    }

    private static bool IsWithin(Type type, string name) =>
        type.Namespace is { } own && (own == name || own.StartsWith(name + ".", StringComparison.Ordinal));
}
