using EventAdmin.Conventions.Tests.Planted.Beta;

namespace EventAdmin.Conventions.Tests.Planted.Alpha;

/// <summary>Uses <see cref="Receiver"/> only inside an async method: the compiler moves that use into a nested type.</summary>
internal sealed class Sender
{
    public static async Task SendAsync()
    {
        await Task.Yield();
        Receiver.Receive<Sender>();
    }
}
