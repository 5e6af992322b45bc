namespace ApiBridge.TestServers;

/// <summary>How a real Kubernetes API server is started.</summary>
public sealed record RealKubernetesOptions
{
    /// <summary>Which server. Default: kube-apiserver.</summary>
    public KubernetesFlavor Flavor { get; init; }

    /// <summary>
    /// Whether kube-controller-manager runs as well: without it nothing is garbage-collected and no namespace goes.
    /// Default false; kube-apiserver only.
    /// </summary>
    public bool ControllerManager { get; init; }

    /// <summary><c>RBAC</c> (default) or <c>AlwaysAllow</c>; kube-apiserver only.</summary>
    public string Authorization { get; init; } = "RBAC";

    /// <summary>How often old revisions are compacted, as a Go duration. Default five minutes.</summary>
    public string Compaction { get; init; } = "5m";

    /// <summary>Further flags of the API server, separated by blanks. Default none.</summary>
    public string ExtraApiServerFlags { get; init; } = "";
}
