namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>The servers that the suite runs against.</summary>
public enum ServerKind
{
    /// <summary>The emulator, always.</summary>
    Emulator,

    /// <summary>kube-apiserver 1.20 with kube-controller-manager.</summary>
    KubeApiServer,

    /// <summary>The custom-resource server of 1.36, without admission and controllers.</summary>
    Mini36,
}
