using System.Text.RegularExpressions;
using ApiBridge.Domain;
using ApiBridge.Shared.Configuration;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>The custom resource that carries the APIs, section <c>ApiBridge:Resource</c>.</summary>
public sealed partial record ResourceOptions : ICheckedOptions
{
    /// <inheritdoc/>
    public static string Section => "ApiBridge:Resource";

    /// <summary>API group. Default: <c>oda.tmforum.org</c>.</summary>
    public string Group { get; set; } = "oda.tmforum.org";

    /// <summary>API version. Default: empty, the newest that the server serves.</summary>
    public string Version { get; set; } = "";

    /// <summary>Plural name. Default: <c>exposedapis</c>; <c>apis</c> is the older CRD's.</summary>
    public string Plural { get; set; } = "exposedapis";

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (!KubernetesName.IsValid(Group) || !Group.Contains('.', StringComparison.Ordinal))
        {
            yield return $"{Section}:Group is '{Group}'. Give an API group such as oda.tmforum.org.";
        }

        if (Version.Length > 0 && !IsVersion().IsMatch(Version))
        {
            yield return $"{Section}:Version is '{Version}'. Give a version such as v1, or leave it out to use the newest that is served.";
        }

        if (!KubernetesName.IsService(Plural))
        {
            yield return $"{Section}:Plural is '{Plural}'. Give the resource's plural name in lower case, such as exposedapis.";
        }
    }

    [GeneratedRegex(@"^(?=.{2,63}\z)v[0-9]+((alpha|beta)[0-9]+)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsVersion();
}
