using System.Globalization;
using System.Text.RegularExpressions;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Kubernetes' order of version names, best first: v2, v1, v1beta2, v1beta1, v1alpha1, then the rest by name.</summary>
internal sealed partial class ApiVersionOrder : IComparer<string>
{
    public static ApiVersionOrder BestFirst { get; } = new();

    public int Compare(string? x, string? y)
    {
        var order = Rank(y ?? "").CompareTo(Rank(x ?? ""));
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }

    private static (int Stability, int Major, int Minor) Rank(string version)
    {
        var match = Pattern().Match(version);
        if (!match.Success)
        {
            return (-1, 0, 0);
        }

        var stability = match.Groups["stage"].Value switch { "" => 2, "beta" => 1, _ => 0 };
        return (stability, Number(match.Groups["major"]), Number(match.Groups["minor"]));
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("^v(?<major>[0-9]{1,9})((?<stage>alpha|beta)(?<minor>[0-9]{1,9}))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
