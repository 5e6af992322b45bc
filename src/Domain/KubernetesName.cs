using System.Text.RegularExpressions;

namespace ApiBridge.Domain;

/// <summary>
/// What the API server accepts as the name of an object: an RFC 1123 subdomain. A name that comes from a message is put into request
/// paths, so nothing else may pass.
/// </summary>
public static partial class KubernetesName
{
    private const int MaxLength = 253;
    private const int MaxLabelLength = 63;

    /// <summary>Whether an object can have this name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True for an RFC 1123 subdomain.</returns>
    public static bool IsValid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxLength && Pattern().IsMatch(name);
    }

    /// <summary>Whether a Service can have this name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True for one DNS label.</returns>
    public static bool IsService(string name) =>
        IsValid(name) && name.Length <= MaxLabelLength && !name.Contains('.', StringComparison.Ordinal);

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
