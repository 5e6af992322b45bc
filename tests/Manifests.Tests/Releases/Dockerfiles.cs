using System.Text.RegularExpressions;
using ApiBridge.TestServers.Documents;

namespace ApiBridge.Manifests.Tests.Releases;

/// <summary>The Dockerfiles of the repository.</summary>
internal static partial class Dockerfiles
{
    public static IReadOnlyList<string> All { get; } = [.. ((string[])["src", "tools"]).SelectMany(folder =>
        Directory.EnumerateDirectories(Path.Combine(RepositoryFolder.Root, folder)).Select(project => $"{folder}/{Path.GetFileName(project)}/Dockerfile").Where(RepositoryFolder.Has))];

    /// <summary>The images that one is built on, its own stages apart.</summary>
    public static IEnumerable<string> Bases(string file) => From().Matches(Read(file)).Select(match => match.Groups["image"].Value);

    public static string Read(string file) => File.ReadAllText(Path.Combine(RepositoryFolder.Root, file));

    [GeneratedRegex(@"^(# syntax=|FROM (--\S+ )?)(?<image>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex From();
}
