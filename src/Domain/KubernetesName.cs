using System.Text.RegularExpressions;

namespace ApiBridge.Domain;

/// <summary>
/// What the API server accepts as the name of an object: an RFC 1123 subdomain. A name that comes from a message is put into request
/// paths, so nothing else may pass.
/// </summary>
internal static partial class KubernetesName
{
    private const int MaxLength = 253;

    public static bool IsValid(string name) => name.Length is > 0 and <= MaxLength && Pattern().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
