using System.Text.RegularExpressions;

namespace ApiBridge.Manifests.Tests;

/// <summary>The settings of docs/configuration.md, as they are written there.</summary>
internal static partial class DocumentedSettings
{
    /// <summary>The first column of the tables of settings and of the old operator's variables; what begins with a separator goes on from the name before it.</summary>
    public static IReadOnlySet<string> Names { get; } = Read().ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Read()
    {
        var header = string.Empty;
        foreach (var row in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "agreed", "configuration.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal)))
        {
            header = row.StartsWith("| `", StringComparison.Ordinal) || row.StartsWith("| ---", StringComparison.Ordinal) ? header : row.Split('|')[1].Trim();
            if (header is not ("setting" or "variable"))
            {
                continue;
            }

            var full = string.Empty;
            foreach (var name in Name().Matches(row.Split('|')[1]).Select(match => match.Groups["name"].Value))
            {
                var separator = name.StartsWith("__", StringComparison.Ordinal) ? "__" : ":";
                full = name.StartsWith(separator, StringComparison.Ordinal) ? full[..full.LastIndexOf(separator, StringComparison.Ordinal)] + name : name;
                yield return full;
            }
        }
    }

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
