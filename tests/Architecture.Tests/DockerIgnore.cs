using System.Text.RegularExpressions;

namespace ApiBridge.Architecture.Tests;

/// <summary>What .dockerignore keeps from the builder: the last line that matches a path, or a folder above it, decides.</summary>
internal sealed class DockerIgnore
{
    private readonly List<(Regex Pattern, bool Excludes)> _lines;

    private DockerIgnore(IEnumerable<string> lines) => _lines = [.. lines.Select(line => (PatternOf(line.TrimStart('!')), !line.StartsWith('!')))];

    public static DockerIgnore Read() => new(
        Repository.Read(".dockerignore").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')));

    public bool Excludes(string path) => _lines.FindLast(line => line.Pattern.IsMatch(path.TrimEnd('/'))).Excludes;

    private static Regex PatternOf(string line)
    {
        var pattern = Regex.Escape(line.TrimEnd('/')).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal);
        return new($"^{pattern}(/.*)?$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
    }
}
