using System.Collections.Frozen;
using ApiBridge.Shared.Kubernetes.Credentials;
using YamlDotNet.RepresentationModel;

namespace ApiBridge.Shared.Kubernetes.Kubeconfig;

/// <summary>A context, a cluster or a user of a kubeconfig.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Fields">What it says.</param>
/// <param name="Folder">The folder of its file, which paths in it are relative to.</param>
internal sealed record KubeconfigEntry(string Name, KubeconfigFields Fields, string Folder)
{
    /// <summary>No entries.</summary>
    public static IReadOnlyDictionary<string, KubeconfigEntry> None { get; } = FrozenDictionary<string, KubeconfigEntry>.Empty;

    /// <summary>Reads a list of named entries.</summary>
    /// <param name="root">The kubeconfig.</param>
    /// <param name="list">The list's name.</param>
    /// <param name="field">Where an item has what it says.</param>
    /// <param name="folder">The folder of the file.</param>
    /// <exception cref="KubeconfigException">Two have one name, or one is of another type.</exception>
    public static IReadOnlyDictionary<string, KubeconfigEntry> ReadAll(KubeconfigFields root, string list, string field, string folder)
    {
        var entries = new Dictionary<string, KubeconfigEntry>(StringComparer.Ordinal);
        foreach (var item in root.Items(list))
        {
            var name = item.Text("name");
            var place = $"{field} '{name}'";
            if (!entries.TryAdd(name, new(name, (item.Child(field) ?? new(new YamlMappingNode(), place)).At(place), folder)))
            {
                throw new KubeconfigException($"{root.Place} has two entries with the name '{name}' in {list}. Keep one.");
            }
        }

        return entries;
    }

    /// <summary>The path that a field names; null when it names none.</summary>
    public string? PathOf(string field) => Fields.Text(field) is { Length: > 0 } path ? Path.GetFullPath(path, Folder) : null;

    /// <summary>The PEM of a field, in the kubeconfig or in a file; null when there is neither.</summary>
    /// <param name="field">The field with the file; the other has the ending <c>-data</c>.</param>
    /// <exception cref="KubeconfigException">There are both, or the file can't be read.</exception>
    public PemSource? Pem(string field)
    {
        var (file, data) = (PathOf(field), Fields.Data($"{field}-data"));
        if (file is not null && data is not null)
        {
            throw new KubeconfigException($"{Fields.Place} has both {field} and {field}-data. Keep one.");
        }

        var source = file is null && data is null ? null : new PemSource(file, data ?? string.Empty);
        try
        {
            source?.Read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"{Fields.Place} has a {field} that can't be read: {exception.Message}", exception);
        }

        return source;
    }
}
