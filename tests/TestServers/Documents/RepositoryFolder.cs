namespace ApiBridge.TestServers.Documents;

/// <summary>The checkout that the tests were built in.</summary>
public static class RepositoryFolder
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = Find();

    /// <summary>The documents for users, relative to the root.</summary>
    public static IReadOnlyList<string> Documents { get; } =
    [
        "README.md", "CONTRIBUTING.md", "SECURITY.md", "bench/README.md", "src/CommandLine/README.md",
        .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md").Select(file => $"docs/{Path.GetFileName(file)}").Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether a file or folder is there.</summary>
    public static bool Has(string path) => Path.Exists(Path.Combine(Root, path));

    /// <summary>Copies a folder and what is in it.</summary>
    /// <param name="folder">Its path below the root.</param>
    /// <param name="target">Where to.</param>
    public static void CopyTo(string folder, string target)
    {
        var source = Path.Combine(Root, folder);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ApiBridge.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No ApiBridge.slnx above {AppContext.BaseDirectory}.");
    }
}
