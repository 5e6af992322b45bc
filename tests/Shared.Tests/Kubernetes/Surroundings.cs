using ApiBridge.Shared.Kubernetes;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.Shared.Tests.Kubernetes;

/// <summary>A machine with nothing on it but what a test puts there.</summary>
internal sealed class Surroundings : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FakeTimeProvider Time { get; } = new();

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal) { ["PATH"] = Environment.GetEnvironmentVariable("PATH")! };

    public string Folder => _folder.Path;

    public string Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Folder, name))!);
        return _folder.Write(name, content);
    }

    public string Script(string name, string body)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Folder, name))!);
        return _folder.Script(name, body);
    }

    /// <summary>A kubeconfig with one context, cluster and user.</summary>
    public string Kubeconfig(string cluster, string user = "", string name = "kubeconfig") => Write(name, $$$"""
        apiVersion: v1
        kind: Config
        current-context: x
        clusters: [{name: c, cluster: { {{{cluster}}} }}]
        users: [{name: u, user: { {{{user}}} }}]
        contexts: [{name: x, context: {cluster: c, user: u, namespace: ns}}]
        """);

    public ClusterConnection Open(string kubeconfig = "", string context = "") => ClusterConnection.Open(
        new() { Kubeconfig = kubeconfig, Context = context },
        new(name => Variables.GetValueOrDefault(name), Path.Combine(Folder, "home"), Path.Combine(Folder, "serviceaccount")),
        Time);

    public void Dispose() => _folder.Dispose();
}
