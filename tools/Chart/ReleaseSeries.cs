using System.Text.RegularExpressions;

namespace ApiBridge.Chart;

/// <summary>Names the release's namespace in the product's series, so that a release's alerts are about itself. Those of others are left alone.</summary>
internal static partial class ReleaseSeries
{
    /// <summary>An expression of Prometheus with the namespace in it.</summary>
    /// <param name="expression">The expression, or a line of one.</param>
    public static string Of(string expression) => Own().Replace(
        expression, series => $"{series.Groups["name"].Value}{{namespace=\"{{{{ $.Release.Namespace }}}}\"{(series.Groups["labels"].Success ? "," : "}")}");

    // No label begins like that, and no other text of an expression but what stands in quotes.
    [GeneratedRegex(@"(?<![""\w])(?<name>apibridge_[a-z0-9_:]+)(?<labels>\{)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Own();
}
