namespace ApiBridge.TestServers;

/// <summary>Which real Kubernetes API server is started.</summary>
public enum KubernetesFlavor
{
    /// <summary>kube-apiserver 1.20: whole, with authentication, RBAC and admission.</summary>
    KubeApiServer,

    /// <summary>The custom-resource server of 1.36 with the core kinds; no authentication, no admission.</summary>
    Mini36,
}
