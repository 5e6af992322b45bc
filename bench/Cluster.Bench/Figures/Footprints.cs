using System.Globalization;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.Cluster.Bench.Rigging;

namespace ApiBridge.Cluster.Bench.Figures;

/// <summary>What bridge and worker keep in memory, when they have come to rest.</summary>
internal sealed class Footprints(Rig rig)
{
    private const double MostOfApp = 300;
    private const double MostIdle = 48;
    private const double MostForAnApi = 1.3;
    private const double KiBInMiB = 1024;
    private readonly SortedDictionary<int, ProcessMemory> _bridges = [];
    private readonly List<Reading> _workers = [];

    /// <summary>Looks at a bridge over no APIs, and not one EndpointSlice.</summary>
    public async Task LookAtIdleBridgeAsync(CancellationToken cancellationToken)
    {
        await rig.Product.BeginAsync(cancellationToken);
        _bridges[0] = await AtRestAsync(() => rig.Product.Bridge.Memory, cancellationToken);
        await rig.Product.EndAsync(cancellationToken);
    }

    /// <summary>Looks at the worker, and at a new bridge, while nothing is left to do for so many APIs.</summary>
    public async Task LookAsync(int apis, CancellationToken cancellationToken)
    {
        var app = await AtRestAsync(() => rig.Product.Host.AppMemory, cancellationToken);
        var host = rig.Product.Host.Memory;
        var isBound = apis == Size.Large;
        _workers.Add(new(
            string.Create(CultureInfo.InvariantCulture, $"Resident over {apis:#,0} APIs: app (its peak), host (its peak)"),
            $"{MiB(app.Resident)} ({MiB(app.Peak)}), {MiB(host.Resident)} ({MiB(host.Peak)})",
            isBound ? Text.Of(MostOfApp, "app ≤ 0 MiB") : "",
            isBound ? app.Resident <= MostOfApp * KiBInMiB : null));
        await rig.Product.RestartBridgeAsync(cancellationToken);
        _bridges[apis] = await AtRestAsync(() => rig.Product.Bridge.Memory, cancellationToken);
    }

    /// <summary>What was seen.</summary>
    public IEnumerable<Reading> Readings()
    {
        foreach (var worker in _workers)
        {
            yield return worker;
        }

        foreach (var (apis, bridge) in _bridges)
        {
            yield return new(
                string.Create(CultureInfo.InvariantCulture, $"Resident over {apis:#,0} APIs: a new bridge (its peak)"),
                $"{MiB(bridge.Resident)} ({MiB(bridge.Peak)})",
                apis == 0 ? Text.Of(MostIdle, "≤ 0 MiB") : "",
                apis == 0 ? bridge.Resident <= MostIdle * KiBInMiB : null);
        }

        if (_bridges.TryGetValue(Size.Middle, out var middle) && _bridges.TryGetValue(Size.Large, out var large))
        {
            var each = (double)(large.Resident - middle.Resident) / (Size.Large - Size.Middle);
            yield return new(
                string.Create(CultureInfo.InvariantCulture, $"Resident for each API more, from {Size.Middle:#,0} to {Size.Large:#,0}: bridge"),
                Text.Of(each, "0.00 KiB"),
                Text.Of(MostForAnApi, "≤ 0.0 KiB"),
                each <= MostForAnApi);
        }
    }

    private Task<ProcessMemory> AtRestAsync(Func<ProcessMemory> look, CancellationToken cancellationToken) =>
        ProcessMemory.AtRestAsync(look, rig.Time, cancellationToken);

    private static string MiB(long kibibytes) => Text.Of(kibibytes / KiBInMiB, "0.0 MiB");
}
