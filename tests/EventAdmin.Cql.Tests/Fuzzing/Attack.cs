using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Fuzzing;

/// <summary>Runs a decoder over bytes and holds what every decoder promises: no foreign exception, no memory out of proportion.</summary>
internal static class Attack
{
    // Pools and tables fill once; after that a byte may cost what objects of one byte each cost.
    private const long BytesFree = 1 << 20;
    private const long BytesPerByte = 400;

    public static void Run(Decoder decoder, byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            decoder.Decode(bytes);
        }
        catch (CqlException)
        {
            // A refusal is an answer.
        }
        catch (Exception problem)
        {
            throw new InvalidOperationException($"{decoder.Name} threw {problem.GetType().Name} on {Convert.ToHexStringLower(bytes)}", problem);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > BytesFree + (BytesPerByte * bytes.Length))
            throw new InvalidOperationException($"{decoder.Name} allocated {allocated} bytes on {bytes.Length}: {Convert.ToHexStringLower(bytes)}");
    }
}
