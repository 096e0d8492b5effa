using Mono.Cecil;
using Mono.Cecil.Cil;

namespace EventAdmin.Conventions.Tests.Checks;

/// <summary>
/// Reads which namespaces of an assembly use which others. It reads the compiled code and not the source, so that a relative name, an extension
/// method, an import for a whole project and a component's tag all count, and a link in a comment does not. A constant is inlined and not seen.
/// </summary>
internal static class FolderUses
{
    public static IReadOnlyList<FolderUse> Read(string assemblyPath, string rootNamespace)
    {
        using var module = ModuleDefinition.ReadModule(assemblyPath);
        var uses = new Dictionary<(string From, string To), FolderUse>();
        foreach (var user in module.GetTypes())
        {
            if (FolderOf(user, rootNamespace) is not { } from)
                continue;

            foreach (var used in ReferencesOf(user).SelectMany(Flatten))
            {
                if (used.Scope == module && FolderOf(used, rootNamespace) is { } to && to != from)
                    uses.TryAdd((from, to), new FolderUse(from, to, $"{Outermost(user).Name} uses {Outermost(used).Name}"));
            }
        }

        return [.. uses.Values];
    }

    private static string? FolderOf(TypeReference type, string rootNamespace)
    {
        var name = Outermost(type).Namespace;
        return name == rootNamespace ? ""
            : name.StartsWith(rootNamespace + ".", StringComparison.Ordinal) ? name[(rootNamespace.Length + 1)..].Replace('.', '/')
            : null;
    }

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);

    private static IEnumerable<TypeReference> ReferencesOf(TypeDefinition type)
    {
        IEnumerable<TypeReference?> declared =
        [
            type.BaseType,
            .. type.Interfaces.Select(one => one.InterfaceType),
            .. type.Fields.Select(field => field.FieldType),
            .. type.GenericParameters.SelectMany(ConstraintsOf),
            .. AttributesOf(type),
            .. type.Properties.SelectMany(AttributesOf),
            .. type.Methods.SelectMany(ReferencesOf),
        ];
        return declared.OfType<TypeReference>();
    }

    private static IEnumerable<TypeReference> ReferencesOf(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method.GenericParameters.SelectMany(ConstraintsOf),
        .. AttributesOf(method),
        .. method.HasBody ? ReferencesOf(method.Body) : [],
    ];

    private static IEnumerable<TypeReference> ReferencesOf(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType).OfType<TypeReference>(),
        .. body.Instructions.SelectMany(instruction => ReferencesOf(instruction.Operand)),
    ];

    private static IEnumerable<TypeReference> ReferencesOf(object? operand) => operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [.. ReferencesOf(method.ElementMethod), .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType)],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    private static IEnumerable<TypeReference> ConstraintsOf(GenericParameter parameter) =>
        parameter.Constraints.Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference> AttributesOf(ICustomAttributeProvider provider) => provider.CustomAttributes
        .SelectMany(attribute => (IEnumerable<TypeReference>)
        [
            attribute.AttributeType,
            .. attribute.ConstructorArguments.Select(argument => argument.Value).OfType<TypeReference>(),
        ]);

    private static IEnumerable<TypeReference> Flatten(TypeReference type) => type switch
    {
        GenericInstanceType generic => [.. Flatten(generic.ElementType), .. generic.GenericArguments.SelectMany(Flatten)],
        FunctionPointerType function => [.. Flatten(function.ReturnType), .. function.Parameters.SelectMany(parameter => Flatten(parameter.ParameterType))],
        TypeSpecification specification => Flatten(specification.ElementType),
        GenericParameter => [],
        _ => [type],
    };
}
