using System.Xml.Linq;

namespace ApiBridge.Architecture.Tests;

/// <summary>What one .csproj asks for in its own text; what Directory.Build.props adds to all is left out.</summary>
internal sealed record ProjectFile(string Path, string Name, IReadOnlySet<string> Projects, IReadOnlySet<string> Packages)
{
    /// <summary>Projects below bench, src, tests and tools, by path.</summary>
    public static IReadOnlyList<ProjectFile> All { get; } =
        [.. Repository.Folders.SelectMany(folder => Repository.Files(folder, "*.csproj")).Select(Parse)];

    /// <summary>The product's projects.</summary>
    public static IEnumerable<ProjectFile> Sources => All.Where(project => project.Path.StartsWith("src/", StringComparison.Ordinal));

    /// <summary>What runs the product on one machine.</summary>
    public static IEnumerable<ProjectFile> Tools => All.Where(project => project.Path.StartsWith("tools/", StringComparison.Ordinal));

    /// <summary>The folder, relative to the root.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    private static ProjectFile Parse(string path)
    {
        var document = XDocument.Parse(Repository.Read(path));
        return new(
            path,
            NameOf(path),
            Includes(document, "ProjectReference", IsCalled).Select(NameOf).ToHashSet(StringComparer.Ordinal),
            Includes(document, "PackageReference", static _ => true).ToHashSet(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Includes(XDocument document, string item, Func<XElement, bool> counts) =>
        document.Descendants(item).Where(counts).Select(element => element.Attribute("Include")?.Value).OfType<string>();

    // What is built along to be started as a process is not called, and its types are not known.
    private static bool IsCalled(XElement reference) => reference.Attribute("ReferenceOutputAssembly")?.Value != "false";

    private static string NameOf(string path) => System.IO.Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
}
