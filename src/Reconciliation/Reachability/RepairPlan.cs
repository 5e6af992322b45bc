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

    /// <summary>Whether an audit may.</summary>
    /// <param name="status">The API's status.</param>
    /// <param name="asked">When it was asked for. One from before the last repair, as after a redelivery, may not.</param>
    /// <param name="now">The time.</param>
    public bool Allows(ExposedApiStatus status, DateTimeOffset asked, DateTimeOffset now) =>
        status.RepairedAt is not { } last || last > now || (asked > last && now >= Next(status.Repairs, last));

    /// <summary>When the next repair may be; null while nothing is held back.</summary>
    public DateTimeOffset? BackedOffUntil(ExposedApiStatus status, DateTimeOffset now) =>
        status.Repairs >= InARow && status.RepairedAt is { } last && last <= now ? Next(status.Repairs, last) : null;

    private DateTimeOffset Next(int repairs, DateTimeOffset last) => last + (repairs < InARow ? Min(_period / 2, LongestRest) : Wait(repairs));

    private TimeSpan Wait(int repairs) => Min(_period, LongestWait / Math.Pow(2, Math.Min(repairs - 1, MostDoublings))) * Math.Pow(2, Math.Min(repairs - 1, MostDoublings));

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
