using ApiBridge.EventBridge.Bench.Results;
using ApiBridge.EventBridge.Bench.Rigging;

namespace ApiBridge.EventBridge.Bench.Figures;

/// <summary>Something about the bridge that is measured in one run, against a bound or as a ratio.</summary>
internal interface IFigure
{
    /// <summary>By which it is chosen on the command line.</summary>
    string Name { get; }

    /// <summary>What is measured, in a line.</summary>
    string Description { get; }

    /// <summary>Measures it.</summary>
    /// <param name="rig">Servers that nothing else uses.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The rows of the table.</returns>
    Task<IReadOnlyList<Reading>> MeasureAsync(Rig rig, CancellationToken cancellationToken);
}
