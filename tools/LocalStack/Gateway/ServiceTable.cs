using System.Collections.Concurrent;
using System.Globalization;
using ApiBridge.Domain;

namespace ApiBridge.LocalStack.Gateway;

/// <summary>Where the Services are that are registered: by a table, and where that has none, by the names that a cluster gives them.</summary>
/// <param name="initial">The table at first: a Service's name, or its namespace, a slash and its name.</param>
/// <param name="clusterNames">Whether a Service that the table lacks is looked for under its name in a cluster.</param>
internal sealed class ServiceTable(IReadOnlyDictionary<string, Uri> initial, bool clusterNames)
{
    private readonly ConcurrentDictionary<string, Uri> _urls = new(initial, StringComparer.Ordinal);

    public void Set(string name, Uri url) => _urls[name] = url;

    /// <summary>Where a registration's Service is.</summary>
    /// <param name="registration">The registration. The first part of its name, up to a dot, is the Service's namespace.</param>
    /// <returns>Its URL; null when nobody knows, with the reason in one sentence.</returns>
    public (Uri? Url, string Problem) Find(RegistrationRequest registration)
    {
        var service = registration.Implementation;
        var parts = registration.Name.Split('.', 2);
        var ns = parts.Length == 2 ? parts[0] : string.Empty;
        if (_urls.TryGetValue($"{ns}/{service}", out var own) || _urls.TryGetValue(service, out own))
        {
            return (own, string.Empty);
        }

        if (!clusterNames)
        {
            return (null, $"nobody said where Service {Excerpt.Of(service)} is: start the gateway with --service {Excerpt.Of(service)}=URL");
        }

        return KubernetesName.IsService(service) && KubernetesName.IsNamespace(ns)
            ? (new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{service}.{ns}.svc:{registration.Port}")), string.Empty)
            : (null, $"Service {Excerpt.Of(service)} of {Excerpt.Of(registration.Name)} can't be found: an entry's name has to begin with its namespace and a dot "
                + "(ApiBridge:Gateway:EntryName={namespace}.{name}), and a Service's is a name of Kubernetes");
    }
}
