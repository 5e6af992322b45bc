using System.Text.RegularExpressions;

namespace ApiBridge.Domain;

/// <summary>
/// What the API server accepts as the name of an object: an RFC 1123 subdomain. A name that comes from a message is put into request
/// paths, and a namespace into the gateway's host, so nothing else may pass.
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

    /// <summary>Whether a namespace can have this name: no dot in it, so that it is one part of a host's name and of an entry's.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True for one DNS label, RFC 1123.</returns>
    public static bool IsNamespace(string name) => IsService(name);

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
