using CsCheck;

namespace EventAdmin.EventSourcing.Tests.Replay;

/// <summary>Small JSON texts in which the same names and values meet often.</summary>
internal static class RandomJson
{
    private static readonly Gen<string> Scalar = OneOf("1", "1.0", "true", "null", "\"x\"", "\"\\u0078\"", "\"y\"");

    public static readonly Gen<string> Value = ValueOfDepth(3);

    public static readonly Gen<string> Object = ObjectOf(ValueOfDepth(2));

    private static Gen<string> ValueOfDepth(int depth)
    {
        if (depth == 0)
            return Scalar;
        var inner = ValueOfDepth(depth - 1);
        return Gen.OneOf(Scalar, inner.List[0, 3].Select(items => $"[{string.Join(',', items)}]"), ObjectOf(inner));
    }

    private static Gen<string> ObjectOf(Gen<string> inner) => Gen.Select(OneOf("a", "b", "c d"), inner).List[0, 3].Select(pairs =>
        "{" + string.Join(',', pairs.DistinctBy(pair => pair.Item1).Select(pair => $"\"{pair.Item1}\":{pair.Item2}")) + "}");

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);
}
