using System.Globalization;
using ApiBridge.Shared.Configuration;

namespace ApiBridge.Shared.Gateway;

/// <summary>Whether the APIs' public URLs are tried, and when: section <c>ApiBridge:Reachability</c>, the same for both programs.</summary>
public sealed record ReachabilityOptions : ICheckedOptions
{
    private const int MostAuditsPerSecond = 1_000;
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromSeconds(10);

    // What is longer is a time that was meant otherwise: "5" is five days.
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public static string Section => "ApiBridge:Reachability";

    /// <summary>Whether a worker tries an API's URL after its registration, and says in the condition Reachable what came of it. Default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// How often the URL of each registered API is tried once more, and the API registered anew where the gateway does not route it. Default
    /// 0: never.
    /// </summary>
    public TimeSpan AuditPeriod { get; set; }

    /// <summary>How many audits a second the bridge sends at the most. Default 50.</summary>
    public int AuditsPerSecond { get; set; } = 50;

    /// <summary>Whether there are audits.</summary>
    public bool Audits => AuditPeriod > TimeSpan.Zero;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (AuditPeriod != TimeSpan.Zero && (AuditPeriod < ShortestPeriod || AuditPeriod > LongestPeriod))
        {
            yield return $"{Section}:AuditPeriod is {AuditPeriod}: use {ShortestPeriod} up to {LongestPeriod}, such as 01:00:00 for an hour, or 00:00:00 for none";
        }

        if (Audits && !Enabled)
        {
            yield return $"{Section}:AuditPeriod is {AuditPeriod}, but {Section}:Enabled is false, so that no URL would be tried: set it to true, or leave the period out";
        }

        if (AuditsPerSecond is < 1 or > MostAuditsPerSecond)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Section}:AuditsPerSecond is {AuditsPerSecond}: use 1 to {MostAuditsPerSecond}");
        }
    }
}
