using ApiBridge.Cluster.Bench.Rigging;

namespace ApiBridge.Cluster.Bench.Figures;

/// <summary>What an operation may cost at most.</summary>
/// <param name="ApiWrites">Writes to the ExposedAPI; where its status is a subresource, a new one may have one more.</param>
/// <param name="ComponentWrites">Writes to its Component, which APIs of one Component may share.</param>
/// <param name="GatewayCalls">Calls to the gateway.</param>
internal sealed record Budget(double ApiWrites, double ComponentWrites, double GatewayCalls)
{
    /// <summary>By how much an average may be above: for what is tried again after a conflict.</summary>
    public const double Tolerance = 0.02;

    /// <summary>Reads of ExposedAPIs: the object's own, and two neighbours'.</summary>
    public const double ApiReads = 3;

    /// <summary>Reads of each kind besides: an EndpointSlice, and the Component.</summary>
    public const double OtherReads = 1;

    public static Budget Of(Operation operation) => operation switch
    {
        Operation.Create => new(2, 1, 1),
        Operation.Update => new(1, 0, 1),
        Operation.Move => new(1, 1, 2),
        _ => new(1, 0, 1),
    };
}
