namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Chart => Path.Combine(Root, "charts", "apibridge");

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
