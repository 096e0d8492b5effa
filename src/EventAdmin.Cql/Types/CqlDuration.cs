using System.Globalization;

namespace EventAdmin.Cql.Types;

/// <summary>A CQL duration: three counts that are not converted into each other, all of one sign.</summary>
/// <param name="Months">Months.</param>
/// <param name="Days">Days.</param>
/// <param name="Nanoseconds">Nanoseconds.</param>
public readonly record struct CqlDuration(int Months, int Days, long Nanoseconds)
{
    /// <summary>True when no two of the parts have different signs; the server takes no other.</summary>
    public bool HasOneSign => (Months >= 0 && Days >= 0 && Nanoseconds >= 0) || (Months <= 0 && Days <= 0 && Nanoseconds <= 0);

    /// <summary>As CQL writes it: <c>1mo15d30ns</c>.</summary>
    public override string ToString()
    {
        var sign = Months < 0 || Days < 0 || Nanoseconds < 0 ? "-" : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture, $"{sign}{Math.Abs((long)Months)}mo{Math.Abs((long)Days)}d{(UInt128)Int128.Abs(Nanoseconds)}ns");
    }
}
