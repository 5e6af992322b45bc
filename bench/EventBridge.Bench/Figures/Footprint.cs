using System.Globalization;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.EventBridge.Bench.Rigging;

namespace ApiBridge.EventBridge.Bench.Figures;

/// <summary>What the bridge keeps in memory once it has listed so many converged APIs and come to rest, a new process for each number.</summary>
internal sealed class Footprint : IFigure<Rig>
{
    private const double MostIdle = 48;
    private const double MostAtTenThousand = 60;
    private const double MostPerKey = 1.3;
    private static readonly int[] Steps = [0, 1_000, 10_000, 50_000];

    public string Name => FigureNames.Memory;

    public string Description => $"a bridge at rest over {string.Join(", ", Steps.Select(Count))} converged APIs";

    public async Task<IReadOnlyList<Reading>> MeasureAsync(Rig rig, CancellationToken cancellationToken)
    {
        List<Reading> readings = [];
        Dictionary<int, ProcessMemory> seen = [];
        var loaded = 0;
        foreach (var step in Steps)
        {
            rig.LoadConverged(loaded, step);
            loaded = step;
            await using var bridge = await rig.StartBridgeAsync(cancellationToken);
            var memory = seen[step] = await ProcessMemory.AtRestAsync(() => bridge.Memory, rig.Time, cancellationToken);
            var bound = step switch { 0 => MostIdle, 10_000 => MostAtTenThousand, _ => (double?)null };
            readings.Add(new(
                $"Resident with {Count(step)} APIs (RssAnon + RssFile; peak)",
                $"{MiB(memory.Resident)} MiB ({MiB(memory.Anonymous)} + {MiB(memory.File)}; {MiB(memory.Peak)})",
                bound is null ? "" : $"≤ {bound} MiB",
                bound is null ? null : memory.Resident <= bound * 1024));
        }

        var perKey = (double)(seen[50_000].Resident - seen[1_000].Resident) / (50_000 - 1_000);
        readings.Add(new(
            "Resident for each API more, from 1,000 to 50,000",
            string.Create(CultureInfo.InvariantCulture, $"{perKey:0.00} KiB"),
            string.Create(CultureInfo.InvariantCulture, $"≤ {MostPerKey} KiB"),
            perKey <= MostPerKey));
        return readings;
    }

    private static string Count(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string MiB(long kibibytes) => (kibibytes / 1024d).ToString("0.0", CultureInfo.InvariantCulture);
}
