using System.Globalization;

namespace EventAdmin.Benchmarks.Clients;

/// <summary>What a figure must be.</summary>
internal sealed record Goal(string What, double Got, double Limit, bool IsFloor)
{
    public bool IsMet => IsFloor ? Got >= Limit : Got <= Limit;

    public static Goal AtMost(double limit, string what, double got) => new(what, got, limit, IsFloor: false);

    public static Goal AtLeast(double limit, string what, double got) => new(what, got, limit, IsFloor: true);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"  {(IsMet ? "met   " : "MISSED")} {What}: {Got:0.##}, must be {(IsFloor ? ">=" : "<=")} {Limit:0.##}");
}
