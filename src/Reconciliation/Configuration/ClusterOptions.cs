using ApiBridge.Domain.Configuration;

namespace ApiBridge.Reconciliation.Configuration;

/// <summary>How the Kubernetes API is reached. With neither set: KUBECONFIG, then the pod's service account.</summary>
public sealed record ClusterOptions : ICheckedOptions
{
    /// <inheritdoc/>
    public static string Section => "ApiBridge:Kubernetes";

    /// <summary>The URL of an API server that asks for no credentials, as a local one does. Default none.</summary>
    public string Server { get; init; } = string.Empty;

    /// <summary>The path of a kubeconfig file. Default none.</summary>
    public string Kubeconfig { get; init; } = string.Empty;

    /// <summary>The bridge's name for the cluster; events of others are refused. Default none: no event's source is looked at.</summary>
    public string ClusterName { get; init; } = string.Empty;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (Server.Length > 0 && !Uri.TryCreate(Server, UriKind.Absolute, out _))
        {
            yield return $"{Section}:Server is '{Server}': give a URL, like http://127.0.0.1:8001";
        }

        if (Kubeconfig.Length > 0 && !File.Exists(Kubeconfig))
        {
            yield return $"{Section}:Kubeconfig is '{Kubeconfig}', which is no file: give the path of a kubeconfig";
        }
    }
}
