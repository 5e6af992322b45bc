using ApiBridge.Domain;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Reconciliation.Configuration;

/// <summary>The variables of the operator that this product replaces, translated. Today's names win over them.</summary>
/// <param name="Settings">The translated settings.</param>
/// <param name="MinimumLevel">The log level that <c>LOGGING</c> asks for; null when it asks for none.</param>
/// <param name="Translations">For the log: each variable in use and what it was read as.</param>
internal sealed record LegacySettings(
    IReadOnlyDictionary<string, string?> Settings, LogLevel? MinimumLevel, IReadOnlyList<(string Variable, string ReadAs)> Translations)
{
    private const string Logging = "LOGGING";

    private static readonly (string Variable, string Setting)[] Known =
    [
        ("APIG_ENDPOINT", "ApiBridge:Gateway:Endpoint"),
        ("APIG_INGRESS", "ApiBridge:Gateway:IngressName"),
        ("COMPONENT_NAMESPACE", "ApiBridge:Scope:Namespaces"),
    ];

    public static LegacySettings Read(IConfiguration configuration)
    {
        var found = Known.Where(known => !string.IsNullOrEmpty(configuration[known.Variable])).ToList();
        var translations = found.Select(known => (known.Variable, known.Setting)).ToList();
        LogLevel? level = configuration[Logging] is { Length: > 0 } logging && PythonLogLevel.ToDotNet(logging) is { } name
            ? Enum.Parse<LogLevel>(name)
            : null;
        if (configuration[Logging] is { Length: > 0 } asked)
        {
            translations.Add((Logging, level is null
                ? $"nothing, for '{asked}' is no log level of the old operator's: use DEBUG, INFO, WARNING, ERROR or CRITICAL"
                : $"the minimum log level {level}"));
        }

        return new(
            found.ToDictionary(known => known.Setting, known => configuration[known.Variable], StringComparer.OrdinalIgnoreCase),
            level,
            translations);
    }
}
