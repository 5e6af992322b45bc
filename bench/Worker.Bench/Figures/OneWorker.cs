using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Worker.Bench.Rigging;

namespace ApiBridge.Worker.Bench.Figures;

/// <summary>How a worker starts, how fast it makes APIs ready, and what it takes meanwhile.</summary>
internal sealed class OneWorker : IFigure<Rig>
{
    public string Name => FigureNames.Worker;

    public string Description => $"{ColdStart.Description}; then {BurstToReady.Description}";

    public async Task<IReadOnlyList<Reading>> MeasureAsync(Rig rig, CancellationToken cancellationToken) =>
        [.. await ColdStart.MeasureAsync(rig, cancellationToken), .. await BurstToReady.MeasureAsync(rig, cancellationToken)];
}
