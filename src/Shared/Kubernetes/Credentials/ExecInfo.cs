using System.Text;
using System.Text.Json;
using ApiBridge.Shared.Kubernetes.Kubeconfig;

namespace ApiBridge.Shared.Kubernetes.Credentials;

/// <summary>What a plugin is told in KUBERNETES_EXEC_INFO.</summary>
internal static class ExecInfo
{
    private const string Config = "client.authentication.k8s.io/exec";

    /// <summary>The JSON.</summary>
    /// <param name="apiVersion">The version that the plugin is to answer in.</param>
    /// <param name="cluster">The cluster to tell of; null for none.</param>
    /// <exception cref="KubeconfigException">The cluster's authority can't be read.</exception>
    public static string Of(string apiVersion, KubeconfigEntry? cluster)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", "ExecCredential");
            json.WriteString("apiVersion", apiVersion);
            json.WriteStartObject("spec");
            json.WriteBoolean("interactive", value: false);
            if (cluster is not null)
            {
                json.WriteStartObject("cluster");
                Write(json, cluster);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, KubeconfigEntry cluster)
    {
        foreach (var field in new[] { "server", "tls-server-name", "insecure-skip-tls-verify", "proxy-url", "disable-compression" })
        {
            cluster.Fields.WriteTo(json, field, field);
        }

        if (cluster.Pem("certificate-authority") is { } authority)
        {
            json.WriteBase64String("certificate-authority-data", Encoding.UTF8.GetBytes(authority.Read()));
        }

        cluster.Fields.Items("extensions").FirstOrDefault(extension => extension.Text("name") == Config)?.WriteTo(json, "config", "extension");
    }
}
