namespace ApiBridge.Shared.Kubernetes;

/// <summary>What a program finds around it that may lead to an API server.</summary>
/// <param name="Variable">The value of an environment variable; null when it is not set.</param>
/// <param name="Home">The user's home folder.</param>
/// <param name="ServiceAccount">The folder that a pod finds its service account in.</param>
internal sealed record ClusterEnvironment(Func<string, string?> Variable, string Home, string ServiceAccount)
{
    /// <summary>Names the kubeconfig files.</summary>
    public const string Kubeconfig = "KUBECONFIG";

    /// <summary>This process's own.</summary>
    public static ClusterEnvironment Current { get; } = new(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        "/var/run/secrets/kubernetes.io/serviceaccount");
}
