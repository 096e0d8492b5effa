namespace EventAdmin.Conventions.Tests.Planted.Beta;

/// <summary>Knows its sender by a relative name, without an import.</summary>
internal static class Receiver
{
    public static Type Receive<T>() => typeof(T) == typeof(Alpha.Sender) ? typeof(T) : typeof(void);
}
