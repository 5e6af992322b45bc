using System.Text.RegularExpressions;
using ApiBridge.Domain;
using ApiBridge.Shared.Configuration;

namespace ApiBridge.Shared.Scope;

/// <summary>Which objects are looked after, section <c>ApiBridge:Scope</c>.</summary>
public sealed partial record ScopeOptions : ICheckedOptions
{
    private const int LongestSelector = 4096;

    /// <inheritdoc/>
    public static string Section => "ApiBridge:Scope";

    /// <summary>
    /// <c>*</c> for all namespaces (the default), a comma-separated list of names (each is then read by itself, so that Roles
    /// suffice), or globs such as <c>canvas-*,components</c> (which take a ClusterRole).
    /// </summary>
    public string Namespaces { get; set; } = "*";

    /// <summary>Label selector for the ExposedAPIs that are looked after, in kubectl's syntax. Default: empty, all.</summary>
    public string LabelSelector { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        var items = SettingList.Items(Namespaces);
        if (items.Length == 0)
        {
            yield return $"{Section}:Namespaces is '{Namespaces}'. Give *, namespaces separated by commas, or globs such as canvas-*.";
        }

        foreach (var item in items)
        {
            if (!IsGlob().IsMatch(item) && !KubernetesName.IsService(item))
            {
                yield return $"{Section}:Namespaces has '{item}'. A namespace has lower-case letters, digits and dashes; a glob also * and ?.";
            }
        }

        if (SelectorProblem() is { } problem)
        {
            yield return $"{Section}:LabelSelector is '{LabelSelector}': {problem}. Give a selector in kubectl's syntax, such as tier in (gold,silver),!legacy.";
        }
    }

    private string? SelectorProblem()
    {
        if (LabelSelector.Length > LongestSelector)
        {
            return $"it has {LabelSelector.Length} characters, and goes into the URL of each list, for which {LongestSelector} are too many";
        }

        try
        {
            Scope.LabelSelector.Parse(LabelSelector);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    [GeneratedRegex(@"^(?=.*[*?])[-a-z0-9*?]{1,63}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsGlob();
}
