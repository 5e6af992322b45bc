using System.Globalization;

namespace ApiBridge.Benchmarking.Results;

/// <summary>How numbers are told.</summary>
internal static class Text
{
    public static string Of(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>The median, the least and the greatest.</summary>
    public static string Of(Distribution values, string format) =>
        $"{Of(values.Median, format)} ({Of(values.Least, format)}–{Of(values.Greatest, format)})";
}
