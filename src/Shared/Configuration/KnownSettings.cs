namespace ApiBridge.Shared.Configuration;

/// <summary>Every setting below <c>ApiBridge:</c> of bridge and worker: both may be given the same ones.</summary>
internal static class KnownSettings
{
    /// <summary>Where all of them are.</summary>
    public const string Root = "ApiBridge";

    /// <summary>The sections, and the settings in each.</summary>
    private static readonly (string Section, string[] Settings)[] Sections =
    [
        ("Gateway",
        [
            "Endpoint", "EntryName", "FormerEntryNames", "FormerEndpoints", "ReservedPaths", "IngressName", "SuccessCode", "NotRegisteredCodes",
            "CaFile", "InsecureSkipTlsVerify", "ClientCertificateFile", "ClientKeyFile", "Headers", "BearerTokenFile", "MaxConcurrentCalls",
            "PublicScheme", "PublicHost", "PublicPort", "PublicPathPrefix", "AttemptTimeout", "Retries", "RetryDelay", "BreakDuration", "PathChange",
        ]),
        ("Kubernetes", ["Server", "Kubeconfig", "Context", "ClusterName"]),
        ("Leadership", ["Enabled", "LeaseName", "Namespace", "Identity", "LeaseDuration", "RenewDeadline", "RetryPeriod"]),
        ("Queue", ["Parallelism", "Spacing", "InitialBackoff", "MaxBackoff", "ProbePeriod", "DrainTimeout"]),
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
    ];

    /// <summary>Their names, like <c>ApiBridge:Watch:PageSize</c>.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Sections.SelectMany(section => section.Settings.Select(setting => $"{Root}:{section.Section}:{setting}"))];

    /// <summary>Whether somebody reads a setting.</summary>
    public static bool Has(string setting) =>
        All.Contains(setting, StringComparer.OrdinalIgnoreCase)
        || Array.Exists(Parents, parent => setting.LastIndexOf(':') == parent.Length && setting.StartsWith(parent, StringComparison.OrdinalIgnoreCase));

    /// <summary>The one that is most like a name.</summary>
    public static string Nearest(string setting) => All.MinBy(known => Distance(known.ToUpperInvariant(), setting.ToUpperInvariant()))!;

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
