using ApiBridge.LocalStack.Canvas;
using ApiBridge.LocalStack.Functions;

namespace ApiBridge.LocalStack.Running;

/// <summary>What a local stack runs on. The defaults need nothing but Node.js.</summary>
public sealed record StackOptions
{
    /// <summary>The kubeconfig of a cluster to work on; null, the default, brings up the Kubernetes API emulator.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The kubeconfig's context; empty, the default, for its current one.</summary>
    public string Context { get; init; } = "";

    /// <summary>The namespaces that are worked in, the samples' first; none, the default, for all.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>The emulator's TCP port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int KubernetesPort { get; init; }

    /// <summary>The gateway simulator's TCP port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int GatewayPort { get; init; }

    /// <summary>
    /// Where the Services are that the gateway forwards to: a name, or a namespace, a slash and a name, to a URL. Default none; more can be
    /// said while it runs.
    /// </summary>
    public IReadOnlyDictionary<string, Uri> Services { get; init; } = new Dictionary<string, Uri>(StringComparer.Ordinal);

    /// <summary>
    /// Whether the URLs in the APIs' statuses are the gateway simulator's own, unless the environment says which they are. Default false:
    /// they have the address of the Ingress.
    /// </summary>
    public bool PublicGateway { get; init; }

    /// <summary>Whether the workers try the APIs' URLs, through the gateway simulator. Default false.</summary>
    public bool Reachability { get; init; }

    /// <summary>Azurite's TCP port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int StoragePort { get; init; }

    /// <summary>Whether the stand-in for the Canvas's Component operator runs. Default true; a real Canvas has its own.</summary>
    public bool ComponentOperator { get; init; } = true;

    /// <summary>How that stand-in behaves; its namespaces are those of the stack. Default: as it does by itself.</summary>
    public ComponentOperatorOptions OperatorHabits { get; init; } = new();

    /// <summary>Azurite's TCP port for blobs on 127.0.0.1, where they are served at all; 0, the default, takes a free one.</summary>
    public int BlobPort { get; init; }

    /// <summary>How the Functions app is run. Default: under tools/FunctionsHost. Null runs everything but a worker.</summary>
    public FunctionsHostOptions? Functions { get; init; } = HostChoice.Own();

    /// <summary>Whether <c>apibridge dashboard</c> is served. Default false.</summary>
    public bool Dashboard { get; init; }

    /// <summary>
    /// The folder with the Canvas's CustomResourceDefinitions, applied to a cluster that does not serve ExposedAPIs; null for none. Default:
    /// the product's samples, beside the program.
    /// </summary>
    public string? Definitions { get; init; } = Path.Combine(AppContext.BaseDirectory, "samples", "crds");

    /// <summary>The folder for the log files; null, the default, writes none.</summary>
    public string? LogFolder { get; init; }

    /// <summary>Settings for the bridge and the workers, over their defaults and over what the stack itself decides. Default none.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Settings for the bridge alone, above all others. Default none.</summary>
    public IReadOnlyDictionary<string, string?> BridgeSettings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Settings for the workers alone, above all others. Default none.</summary>
    public IReadOnlyDictionary<string, string?> WorkerSettings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>What is wrong with the options together, each with the option of <c>make run</c>, its value and the fix.</summary>
    /// <returns>The problems; none when all parts can be started.</returns>
    public IEnumerable<string> Problems()
    {
        var ports = new (string Option, int Port)[]
        {
            ("--kubernetes-port", Kubeconfig is null ? KubernetesPort : 0), ("--gateway-port", GatewayPort), ("--storage-port", StoragePort), ("the blobs' port", BlobPort),
        };
        return ports.Where(port => port.Port != 0).GroupBy(port => port.Port).Where(same => same.Count() > 1)
            .Select(same => $"{string.Join(" and ", same.Select(port => port.Option))} are both {same.Key}: give each a port of its own, or 0 for a free one");
    }
}
