using System.Globalization;
using System.Numerics;

namespace EventAdmin.Cql.Types;

/// <summary>
/// A CQL decimal: <paramref name="Unscaled"/> × 10^-<paramref name="Scale"/>, of any size. Equal only with the same scale: 1.0 is not 1.00.
/// </summary>
/// <param name="Scale">The number of digits behind the point; may be negative.</param>
/// <param name="Unscaled">The digits.</param>
public readonly record struct CqlDecimal(int Scale, BigInteger Unscaled)
{
    private const int DecimalScaleMax = 28;
    private const int ZerosPrintedMax = 100;

    // A decimal has less than 30 digits; what is further away from its range than this can only be zero.
    private const int DigitsMax = 30;

    private static readonly BigInteger DecimalMax = new(decimal.MaxValue);

    /// <summary>Keeps the scale of <paramref name="value"/>.</summary>
    public static CqlDecimal From(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var scale = (parts[3] >> 16) & 0xFF;
        var digits = ((BigInteger)(uint)parts[2] << 64) | ((BigInteger)(uint)parts[1] << 32) | (uint)parts[0];
        return new CqlDecimal(scale, value < 0 ? -digits : digits);
    }

    /// <summary>The same number as a <see cref="decimal"/>; false when it does not fit exactly.</summary>
    public bool TryToDecimal(out decimal value)
    {
        value = 0;
        var (scale, digits) = (Scale, Unscaled);
        if (scale < 0 && !digits.IsZero)
        {
            if (scale < -DigitsMax) return false;
            digits *= BigInteger.Pow(10, -scale);
        }

        if (scale > DecimalScaleMax && !digits.IsZero)
        {
            if (scale - DecimalScaleMax > DigitsMax || digits.GetBitLength() > 200) return false;
            digits = BigInteger.DivRem(digits, BigInteger.Pow(10, scale - DecimalScaleMax), out var lost);
            if (!lost.IsZero) return false;
        }

        var magnitude = BigInteger.Abs(digits);
        if (magnitude > DecimalMax) return false;
        var low = (ulong)(magnitude & ulong.MaxValue);
        value = new decimal((int)low, (int)(low >> 32), (int)(uint)(magnitude >> 64), digits.Sign < 0, (byte)Math.Clamp(scale, 0, DecimalScaleMax));
        return true;
    }

    /// <summary>All digits up to a hundred zeros, with an exponent beyond; invariant culture.</summary>
    public override string ToString()
    {
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture);
        var sign = Unscaled.Sign < 0 ? "-" : string.Empty;
        if (Unscaled.IsZero && Scale < 0) return "0";
        if (Scale is < -ZerosPrintedMax or > ZerosPrintedMax)
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits}E{-(long)Scale}");
        if (Scale <= 0) return sign + digits + new string('0', -Scale);
        digits = digits.PadLeft(Scale + 1, '0');
        return $"{sign}{digits[..^Scale]}.{digits[^Scale..]}";
    }
}
