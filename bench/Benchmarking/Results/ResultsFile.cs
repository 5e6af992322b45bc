using System.Text;
using System.Text.RegularExpressions;

namespace ApiBridge.Benchmarking.Results;

/// <summary>The figures of several machines in one Markdown file: a section for each machine, and in it one for each figure.</summary>
internal static partial class ResultsFile
{
    private const string Title = "# Results\n";

    /// <summary>Puts a figure's readings in place of the machine's former ones, or at the end.</summary>
    public static async Task WriteAsync(
        FileInfo file, Machine machine, string figure, IReadOnlyList<Reading> readings, CancellationToken cancellationToken)
    {
        var text = File.Exists(file.FullName) ? await File.ReadAllTextAsync(file.FullName, cancellationToken) : Title;
        var changed = Replace(Machines().Split(text), $"## {machine.Name}", of => Replace(
            Figures().Split(of), $"### {figure}", _ => Section(figure, machine, readings)));
        await File.WriteAllTextAsync(file.FullName, changed + "\n", cancellationToken);
    }

    private static string Replace(IEnumerable<string> sections, string heading, Func<string, string> change)
    {
        var all = sections.Select(section => section.Trim()).Where(section => section.Length > 0).ToList();
        var former = all.FindIndex(section => section == heading || section.StartsWith($"{heading}\n", StringComparison.Ordinal));
        if (former < 0)
        {
            all.Add(change(heading));
        }
        else
        {
            all[former] = change(all[former]);
        }

        return string.Join("\n\n", all);
    }

    private static string Section(string figure, Machine machine, IReadOnlyList<Reading> readings)
    {
        var text = new StringBuilder($"### {figure}\n\n{machine.Run}\n\n| figure | value | bound | |\n| --- | --- | --- | --- |\n");
        foreach (var reading in readings)
        {
            var verdict = reading.Holds switch { true => "holds", false => "**missed**", null => "" };
            text.Append("| ").AppendJoin(" | ", reading.Figure, reading.Value, reading.Bound, verdict).Append(" |\n");
        }

        return text.ToString().TrimEnd();
    }

    [GeneratedRegex("^(?=## )", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Machines();

    [GeneratedRegex("^(?=### )", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Figures();
}
