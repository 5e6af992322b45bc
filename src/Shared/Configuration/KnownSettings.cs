using ApiBridge.Domain;
using Microsoft.Extensions.Configuration;

namespace ApiBridge.Shared.Configuration;

/// <summary>Every setting below <c>ApiBridge:</c> of bridge and worker: both may be given the same ones.</summary>
public static class KnownSettings
{
    /// <summary>Where all of them are.</summary>
    internal const string Root = "ApiBridge";

    private const int LongestName = 200;

    /// <summary>The sections, and the settings in each.</summary>
    private static readonly (string Section, string[] Settings)[] Sections =
    [
        ("Gateway",
        [
            "Endpoint", "EntryName", "FormerEntryNames", "FormerEndpoints", "ReservedPaths", "IngressName", "SuccessCode", "NotRegisteredCodes",
            "CaFile", "InsecureSkipTlsVerify", "ClientCertificateFile", "ClientKeyFile", "Headers", "BearerTokenFile", "MaxConcurrentCalls",
            "PublicScheme", "PublicHost", "PublicPort", "PublicPathPrefix", "AttemptTimeout", "Retries", "RetryDelay", "BreakDuration", "ConnectionLifetime", "PathChange",
        ]),
        ("Kubernetes", ["Server", "Kubeconfig", "Context", "ClusterName"]),
        ("Leadership", ["Enabled", "LeaseName", "Namespace", "Identity", "LeaseDuration", "RenewDeadline", "RetryPeriod"]),
        ("Queue", ["Parallelism", "Spacing", "InitialBackoff", "MaxBackoff", "ProbePeriod", "DrainTimeout"]),
        ("Reachability",
        [
            "Enabled", "Address", "Method", "PathSuffix", "Timeout", "Retries", "Headers", "CaFile", "InsecureSkipTlsVerify", "AuditPeriod", "AuditsPerSecond",
        ]),
        ("Reconcile", ["Mode", "Timeout", "MaxPasses", "DropKopfFinalizer", "ReleaseWithNamespace", "MaxEventAge"]),
        ("Resource", ["Group", "Version", "Plural"]),
        ("Resync", ["Period", "MaxPeriod", "WorkerBatch"]),
        ("Retry", ["FirstDelay", "PendingDelay", "MaxDelay"]),
        ("Scope", ["Namespaces", "LabelSelector"]),
        ("Watch", ["PageSize", "MinServerTimeout", "MaxServerTimeout", "InactivityTimeout", "InitialBackoff", "MaxBackoff", "ReadinessDebounce", "ComponentDebounce"]),
    ];

    // Each has settings of its own below it: an item of a list, or a header.
    private static readonly string[] Parents =
    [
        "ApiBridge:Gateway:FormerEntryNames", "ApiBridge:Gateway:FormerEndpoints", "ApiBridge:Gateway:ReservedPaths", "ApiBridge:Gateway:Headers",
        "ApiBridge:Reachability:Headers",
    ];

    /// <summary>Their names, like <c>ApiBridge:Watch:PageSize</c>.</summary>
    internal static IReadOnlyList<string> All { get; } = [.. Sections.SelectMany(section => section.Settings.Select(setting => $"{Root}:{section.Section}:{setting}"))];

    /// <summary>The settings that nobody reads: a name that was mistyped leaves its default in force, which is hard to see otherwise.</summary>
    /// <param name="given">What a program was given.</param>
    /// <returns>The name of each, cut where it is long, and the setting that is most like it. Values are not told: they may be secrets.</returns>
    public static IEnumerable<(string Setting, string Nearest)> UnknownIn(IConfiguration given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return from setting in given.GetSection(Root).AsEnumerable()
               where setting.Value is not null && !Has(setting.Key)
               select (Excerpt.Of(setting.Key), Nearest(setting.Key.Length > LongestName ? setting.Key[..LongestName] : setting.Key));
    }

    /// <summary>Whether somebody reads a setting.</summary>
    internal static bool Has(string setting) =>
        All.Contains(setting, StringComparer.OrdinalIgnoreCase)
        || Array.Exists(Parents, parent => setting.LastIndexOf(':') == parent.Length && setting.StartsWith(parent, StringComparison.OrdinalIgnoreCase));

    /// <summary>The one that is most like a name.</summary>
    internal static string Nearest(string setting) => All.MinBy(known => Distance(known.ToUpperInvariant(), setting.ToUpperInvariant()))!;

    // Levenshtein's: how many characters must be put in, taken out or replaced.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
