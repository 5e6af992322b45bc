using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Reachability;

/// <summary>When an audit may register an API anew.</summary>
/// <param name="auditPeriod">The time between two audits; zero where there are none, and somebody asked for one.</param>
internal sealed class RepairPlan(TimeSpan auditPeriod)
{
    /// <summary>After so many repairs that changed nothing the next ones wait, longer and longer.</summary>
    public const int InARow = 2;

    private const int MostDoublings = 20;
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    // A gateway takes a moment, and two audits may be on their way at once.
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    private readonly TimeSpan _period = auditPeriod > TimeSpan.Zero ? auditPeriod : TimeSpan.FromHours(1);

    // The tries that a registration begins with; a gateway may take that long to route it.
    private static readonly TimeSpan FirstTries = TimeSpan.FromMinutes(1);

    /// <summary>Whether an audit may.</summary>
    /// <param name="status">The API's status.</param>
    /// <param name="verdict">What came of the try.</param>
    /// <param name="asked">When it was asked for. One from before the last repair, as after a redelivery, may not.</param>
    /// <param name="now">The time.</param>
    public bool Allows(ExposedApiStatus status, RouteVerdict verdict, DateTimeOffset asked, DateTimeOffset now) =>
        !IsStillTried(status, now)
        && (status.RepairedAt is not { } last || last > now || (asked > last && (IsNews(status, verdict) || now >= Next(status.Repairs, last))));

    /// <summary>
    /// Whether the gateway knows nothing any more of an API that it routed when its condition was written, to an implementation that failed:
    /// earlier repairs say nothing of that.
    /// </summary>
    /// <param name="status">The API's status.</param>
    /// <param name="verdict">What came of the try.</param>
    public static bool IsNews(ExposedApiStatus status, RouteVerdict verdict) =>
        verdict.Reason is ConditionReasons.NotRouted
        && status.Condition(ConditionTypes.Reachable) is { Status: ConditionStatus.False, Reason: not ConditionReasons.NotRouted };

    /// <summary>When the next repair may be; null while nothing is held back.</summary>
    public DateTimeOffset? BackedOffUntil(ExposedApiStatus status, DateTimeOffset now) =>
        status.Repairs >= InARow && status.RepairedAt is { } last && last <= now ? Next(status.Repairs, last) : null;

    private static bool IsStillTried(ExposedApiStatus status, DateTimeOffset now) =>
        status.Condition(ConditionTypes.Reachable) is { Reason: ConditionReasons.NotTried, LastTransitionTime: var since } && since <= now && now - since < FirstTries;

    // Audits come at the beginnings of periods, and a repair a little later: half a period is their slack.
    private DateTimeOffset Next(int repairs, DateTimeOffset last) => last + (repairs < InARow ? Min(_period / 2, LongestRest) : Wait(repairs) - (_period / 2));

    private TimeSpan Wait(int repairs) => Min(_period, LongestWait / Math.Pow(2, Math.Min(repairs - 1, MostDoublings))) * Math.Pow(2, Math.Min(repairs - 1, MostDoublings));

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
