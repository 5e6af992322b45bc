using Microsoft.Extensions.Configuration;

namespace ApiBridge.Shared.Configuration;

/// <summary>Knows which settings came from the former operator's variables.</summary>
/// <param name="legacy">The variables.</param>
/// <param name="settings">The settings in force.</param>
internal sealed class SettingSources(LegacyVariables legacy, IConfiguration settings)
{
    /// <summary>Puts the variable that was set before the setting that it stands for, where a problem is about such a one.</summary>
    /// <param name="problem">A problem, which begins with its setting.</param>
    public string Name(string problem)
    {
        foreach (var (variable, setting, value) in legacy.Found)
        {
            if (settings[setting] == value && problem.StartsWith($"{setting} ", StringComparison.Ordinal))
            {
                return $"{variable}, read as {problem}";
            }
        }

        return problem;
    }
}
