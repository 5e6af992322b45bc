using System.Net;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Kubernetes;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Leadership;

/// <summary>Reads and writes the one Lease.</summary>
internal sealed class LeaseStore
{
    private static readonly GroupVersionResource Leases = new("coordination.k8s.io", "v1", "leases");

    // One that observes and one that works are not in each other's way.
    private const string ObserverSuffix = "-observe";
    private readonly KubernetesApi _api;
    private readonly string _name;
    private readonly string _namespace;

    public LeaseStore(KubernetesApi api, IOptions<LeadershipOptions> options, IOptions<ModeOptions> mode)
    {
        _api = api;
        _name = options.Value.LeaseName + (mode.Value.Observes ? ObserverSuffix : "");
        _namespace = options.Value.Namespace is { Length: > 0 } configured ? configured : api.Namespace is { Length: > 0 } own ? own : "default";
        if (!KubernetesName.IsService(_namespace))
        {
            throw new OptionsValidationException(
                Options.DefaultName,
                typeof(LeadershipOptions),
                [$"{LeadershipOptions.Section}:Namespace is not set, and the kubeconfig's namespace is '{Excerpt.Of(_namespace)}'. Give a namespace's name in one of them."]);
        }
    }

    private ResourcePath Collection => new(Leases, _namespace);

    private string Rule => RbacRule.For(Leases, _namespace, "get", "create", "update");

    /// <summary>The Lease, or null when there is none yet.</summary>
    /// <exception cref="KubernetesApiException">The server refused, or could not be reached.</exception>
    public async Task<Lease?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var document = await _api.GetAsync(Collection.Of(_name), Rule, cancellationToken);
            return Lease.Read(document);
        }
        catch (KubernetesApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>A new Lease, not written yet.</summary>
    public Lease Draft() => Lease.New(_name, _namespace);

    /// <summary>Writes a new Lease.</summary>
    /// <exception cref="KubernetesApiException">Somebody else was first (409), or the server refused or could not be reached.</exception>
    public Task<Lease> CreateAsync(Lease lease, CancellationToken cancellationToken) =>
        WriteAsync(HttpMethod.Post, Collection.ToString(), lease, cancellationToken);

    /// <summary>Writes a Lease back.</summary>
    /// <exception cref="KubernetesApiException">It changed since it was read (409), or the server refused or could not be reached.</exception>
    public Task<Lease> UpdateAsync(Lease lease, CancellationToken cancellationToken) =>
        WriteAsync(HttpMethod.Put, Collection.Of(_name), lease, cancellationToken);

    private async Task<Lease> WriteAsync(HttpMethod method, string path, Lease lease, CancellationToken cancellationToken)
    {
        using var document = await _api.SendJsonAsync(method, path, lease.ToJson(), Rule, cancellationToken);
        return Lease.Read(document);
    }
}
