using System.Globalization;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Reachability.Bench.Rigging;

namespace ApiBridge.Reachability.Bench.Figures;

/// <summary>How many audits a worker does in a second: each tries a URL through the gateway, and its first also writes the condition.</summary>
internal static class Audit
{
    private const double Apis = 10_000;
    private const double MostMinutes = 10;
    private const double Bound = Apis / (MostMinutes * 60);
    // Long enough for the largest size at the least rate that is asked for.
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Starts a bridge that audits, and a worker, and waits for the first audit.</summary>
    /// <param name="rig">With the APIs.</param>
    /// <param name="apis">How many they are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Reading> MeasureAsync(Rig rig, int apis, CancellationToken cancellationToken)
    {
        await rig.StartProductAsync(
            [
                new("ApiBridge:Reachability:Enabled", "true"),
                new("ApiBridge:Reachability:Address", rig.GatewayUrl.OriginalString),
                new("ApiBridge:Reachability:AuditPeriod", Period.ToString("c", CultureInfo.InvariantCulture)),
                new("ApiBridge:Reachability:AuditsPerSecond", "1000"),
            ],
            cancellationToken);
        var before = rig.Implementation.Answered;
        await rig.UntilAsync(() => rig.Implementation.Answered > before, "an audit began", Patience, cancellationToken);
        var started = rig.Time.GetTimestamp();
        await rig.UntilAsync(() => rig.Implementation.Answered >= before + apis, "each API was audited", Patience, cancellationToken);
        await rig.SettleAsync(cancellationToken);
        var rate = apis / rig.Time.GetElapsedTime(started).TotalSeconds;
        return new(
            string.Create(CultureInfo.InvariantCulture, $"Audits a second of one worker over {apis:#,0} APIs, and the time that it takes for {Apis:#,0}"),
            $"{Text.Of(rate, "0")}, {Text.Of(Apis / rate / 60, "0.0 min")}",
            $"≥ {Text.Of(Bound, "0.0")}, ≤ {Text.Of(MostMinutes, "0 min")}",
            rate >= Bound);
    }
}
