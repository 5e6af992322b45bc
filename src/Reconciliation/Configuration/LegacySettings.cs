using Microsoft.Extensions.Configuration;

namespace ApiBridge.Reconciliation.Configuration;

/// <summary>The variables of the operator that this product replaces, translated. Today's names win over them.</summary>
/// <param name="Settings">The translated settings.</param>
/// <param name="Translations">For the log: which variable was read as which setting.</param>
internal sealed record LegacySettings(IReadOnlyDictionary<string, string?> Settings, IReadOnlyDictionary<string, string> Translations)
{
    private static readonly (string Variable, string Setting)[] Known =
    [
        ("APIG_ENDPOINT", "ApiBridge:Gateway:Endpoint"),
        ("APIG_INGRESS", "ApiBridge:Gateway:IngressName"),
    ];

    public static LegacySettings Read(IConfiguration configuration)
    {
        var found = Known.Where(known => !string.IsNullOrEmpty(configuration[known.Variable])).ToList();
        return new(
            found.ToDictionary(known => known.Setting, known => configuration[known.Variable], StringComparer.OrdinalIgnoreCase),
            found.ToDictionary(known => known.Variable, known => known.Setting, StringComparer.Ordinal));
    }
}
