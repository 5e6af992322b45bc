using ApiBridge.Shared.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ApiBridge.Shared.Kubernetes.Kubeconfig;

/// <summary>One kubeconfig file.</summary>
/// <param name="CurrentContext">Its current context; empty when it names none.</param>
/// <param name="Contexts">Its contexts by name.</param>
/// <param name="Clusters">Its clusters by name.</param>
/// <param name="Users">Its users by name.</param>
internal sealed record KubeconfigFile(
    string CurrentContext,
    IReadOnlyDictionary<string, KubeconfigEntry> Contexts,
    IReadOnlyDictionary<string, KubeconfigEntry> Clusters,
    IReadOnlyDictionary<string, KubeconfigEntry> Users)
{
    // A file that is nested deeper is nobody's kubeconfig, and would take the reader's whole stack.
    private const int MostLevels = 64;

    private static readonly KubeconfigFile Nothing = new("", KubeconfigEntry.None, KubeconfigEntry.None, KubeconfigEntry.None);

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => CurrentContext.Length + Contexts.Count + Clusters.Count + Users.Count == 0;

    /// <summary>Reads a file that is there.</summary>
    /// <exception cref="KubeconfigException">It can't be read, or is no kubeconfig.</exception>
    public static KubeconfigFile Read(string path)
    {
        try
        {
            return YamlText.Read(File.ReadAllText(path), MostLevels) switch
            {
                [] => Nothing,
                [{ RootNode: YamlMappingNode root }, ..] => Of(new(root, path), path),
                [{ RootNode: var scalar }, ..] when YamlScalar.IsNull(scalar) => Nothing,
                _ => throw new KubeconfigException($"{path} is no kubeconfig: it has no mapping at its top."),
            };
        }
        catch (YamlException exception)
        {
            throw new KubeconfigException($"{path} is no YAML: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"{path} can't be read: {exception.Message}", exception);
        }
    }

    private static KubeconfigFile Of(KubeconfigFields root, string path)
    {
        if (root.Text("apiVersion") is not ("" or "v1") || root.Text("kind") is not ("" or "Config"))
        {
            throw new KubeconfigException($"{path} has apiVersion '{root.Text("apiVersion")}' and kind '{root.Text("kind")}'. A kubeconfig has v1 and Config.");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return new(
            root.Text("current-context"),
            KubeconfigEntry.ReadAll(root, "contexts", "context", folder),
            KubeconfigEntry.ReadAll(root, "clusters", "cluster", folder),
            KubeconfigEntry.ReadAll(root, "users", "user", folder));
    }
}
