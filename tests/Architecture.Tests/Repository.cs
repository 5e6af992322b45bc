namespace ApiBridge.Architecture.Tests;

/// <summary>The repository's files as they would be committed.</summary>
internal static class Repository
{
    private static readonly string[] Ignored = [".git", ".idea", ".vs", ".vscode", "artifacts", "bin", "node_modules", "obj"];

    public static string Root { get; } = FindRoot();

    /// <summary>Where the projects are, in order.</summary>
    public static IReadOnlyList<string> Folders { get; } = ["bench", "src", "tests", "tools"];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Paths below <paramref name="folder"/>, relative to the root, with slashes.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Walk(Path.Combine(Root, folder), pattern).Select(Relative).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Walk(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Concat(
            Directory.EnumerateDirectories(folder)
                .Where(child => !Ignored.Contains(Path.GetFileName(child), StringComparer.Ordinal))
                .SelectMany(child => Walk(child, pattern)));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
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
