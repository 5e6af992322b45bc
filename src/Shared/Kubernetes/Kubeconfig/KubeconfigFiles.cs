namespace ApiBridge.Shared.Kubernetes.Kubeconfig;

/// <summary>The kubeconfig files together, as kubectl merges them: of two entries with one name, and of two current contexts, the first counts.</summary>
/// <param name="files">The files, the first first.</param>
internal sealed class KubeconfigFiles(IReadOnlyList<KubeconfigFile> files)
{
    /// <summary>Finds and reads them.</summary>
    /// <param name="path">The file to take; empty for those of KUBECONFIG, else the home folder's.</param>
    /// <param name="environment">Where they are looked for.</param>
    /// <returns>Null when there is nothing in any, for which a pod's service account may stand in.</returns>
    /// <exception cref="KubeconfigException">One can't be read, or the one to take is missing.</exception>
    public static KubeconfigFiles? Find(string path, ClusterEnvironment environment)
    {
        if (path.Length > 0)
        {
            return new([KubeconfigFile.Read(path)]);
        }

        var paths = environment.Variable(ClusterEnvironment.Kubeconfig) is { Length: > 0 } variable
            ? variable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [Path.Combine(environment.Home, ".kube", "config")];
        var files = paths.Distinct(StringComparer.Ordinal).Where(Path.Exists).Select(KubeconfigFile.Read).ToList();
        return files.TrueForAll(file => file.IsEmpty) ? null : new(files);
    }

    /// <summary>A context, with its cluster and user.</summary>
    /// <param name="wanted">Its name; empty for the current one.</param>
    /// <exception cref="KubeconfigException">It, or what it names, is missing.</exception>
    public KubeconfigContext Select(string wanted)
    {
        var name = wanted.Length > 0 ? wanted : files.Select(file => file.CurrentContext).FirstOrDefault(current => current.Length > 0)
            ?? throw new KubeconfigException("it has no current-context. Set one, or name a context.");
        var context = First(name, file => file.Contexts) ?? throw new KubeconfigException($"it has no context '{name}'.");
        var (cluster, user) = (context.Fields.Text("cluster"), context.Fields.Text("user"));
        return new(
            context,
            First(cluster, file => file.Clusters) ?? throw new KubeconfigException($"context '{name}' names the cluster '{cluster}', which is missing."),
            user.Length == 0
                ? null
                : First(user, file => file.Users) ?? throw new KubeconfigException($"context '{name}' names the user '{user}', which is missing."));
    }

    private KubeconfigEntry? First(string name, Func<KubeconfigFile, IReadOnlyDictionary<string, KubeconfigEntry>> kind) =>
        files.Select(file => kind(file).GetValueOrDefault(name)).FirstOrDefault(entry => entry is not null);
}
