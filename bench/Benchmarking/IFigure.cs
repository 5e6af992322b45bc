using ApiBridge.Benchmarking.Results;

namespace ApiBridge.Benchmarking;

/// <summary>Something that is found out in one run, against a bound or as a ratio.</summary>
/// <typeparam name="TRig">What it is measured on.</typeparam>
internal interface IFigure<in TRig>
{
    /// <summary>By which it is chosen on the command line: one of <see cref="FigureNames"/>.</summary>
    string Name { get; }

    /// <summary>What is measured, in a line.</summary>
    string Description { get; }

    /// <summary>Measures it.</summary>
    /// <param name="rig">What nothing else uses.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The rows of the table.</returns>
    Task<IReadOnlyList<Reading>> MeasureAsync(TRig rig, CancellationToken cancellationToken);
}
