namespace EventAdmin.Clusters;

/// <summary>The end of the input: whoever started this process holds the other end of it.</summary>
internal static class InputEnd
{
    public static async Task WaitAsync(CancellationToken cancellationToken)
    {
        var buffer = new char[64];
        while (await Console.In.ReadAsync(buffer, cancellationToken) > 0)
        {
        }
    }
}
