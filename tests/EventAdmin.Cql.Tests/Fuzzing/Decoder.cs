namespace EventAdmin.Cql.Tests.Fuzzing;

/// <summary>A decoder under attack: what to do with any bytes, and valid inputs to begin from.</summary>
internal sealed record Decoder(string Name, Action<byte[]> Decode, IReadOnlyList<byte[]> Seeds);
