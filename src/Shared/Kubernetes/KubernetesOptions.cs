using ApiBridge.Shared.Configuration;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>Which API server, section <c>ApiBridge:Kubernetes</c>. With nothing set: KUBECONFIG or the home folder's kubeconfig, else the pod's service account.</summary>
public sealed record KubernetesOptions : ICheckedOptions
{
    /// <inheritdoc/>
    public static string Section => "ApiBridge:Kubernetes";

    /// <summary>URL of an API server that asks for no credentials, such as a local emulator. Default: none.</summary>
    public string Server { get; set; } = "";

    /// <summary>Path of a kubeconfig file. Default: none.</summary>
    public string Kubeconfig { get; set; } = "";

    /// <summary>Context of the kubeconfig. Default: its current one.</summary>
    public string Context { get; set; } = "";

    /// <summary>
    /// The cluster's name: in the messages' <c>source</c>, where the Functions app refuses messages of another, and for
    /// <c>{cluster}</c> in <c>ApiBridge:Gateway:EntryName</c>. Default: the bridge sends the API server's host, and the Functions app looks
    /// at no source.
    /// </summary>
    public string ClusterName { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (Server.Length > 0 && !(Uri.TryCreate(Server, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            yield return $"{Section}:Server is '{Server}'. Give an http or https URL, or leave it out to use a kubeconfig.";
        }

        if (Server.Length > 0 && Kubeconfig.Length > 0)
        {
            yield return $"{Section}:Server ('{Server}') and {Section}:Kubeconfig ('{Kubeconfig}') are both set. Keep one of them.";
        }

        if (Server.Length > 0 && Context.Length > 0)
        {
            yield return $"{Section}:Server ('{Server}') and {Section}:Context ('{Context}') are both set. A context is a kubeconfig's: keep one of them.";
        }

        if (Kubeconfig.Length > 0 && !File.Exists(Kubeconfig))
        {
            yield return $"{Section}:Kubeconfig is '{Kubeconfig}', and there is no such file. Give the path of a kubeconfig file.";
        }
    }
}
