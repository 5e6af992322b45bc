using System.Text;
using System.Text.RegularExpressions;

namespace ApiBridge.EventBridge.Bench.Results;

/// <summary>The figures of several machines in one Markdown file, a section each.</summary>
internal static partial class ResultsFile
{
    private const string Title = "# Results\n";

    /// <summary>Puts the readings in place of the machine's former ones, or at the end.</summary>
    public static async Task WriteAsync(FileInfo file, Machine machine, IReadOnlyList<Reading> readings, CancellationToken cancellationToken)
    {
        var text = file.Exists ? await File.ReadAllTextAsync(file.FullName, cancellationToken) : Title;
        var section = Section(machine, readings);
        var others = Sections().Split(text).ToList();
        var former = others.FindIndex(other => other.StartsWith($"## {machine.Name}\n", StringComparison.Ordinal));
        if (former < 0)
        {
            others.Add(section);
        }
        else
        {
            others[former] = section;
        }

        await File.WriteAllTextAsync(file.FullName, string.Join("\n\n", others.Select(other => other.Trim())) + "\n", cancellationToken);
    }

    private static string Section(Machine machine, IReadOnlyList<Reading> readings)
    {
        var text = new StringBuilder($"## {machine.Name}\n\n{machine.Run}\n\n| figure | value | bound | |\n| --- | --- | --- | --- |\n");
        foreach (var reading in readings)
        {
            var verdict = reading.Holds switch { true => "holds", false => "**missed**", null => "" };
            text.Append("| ").AppendJoin(" | ", reading.Figure, reading.Value, reading.Bound, verdict).Append(" |\n");
        }

        return text.ToString();
    }

    [GeneratedRegex("^(?=## )", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sections();
}
