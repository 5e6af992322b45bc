using System.Globalization;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Cluster.Bench.Rigging;

namespace ApiBridge.Cluster.Bench.Figures;

/// <summary>
/// What an operation on an API costs the API server, the queue, the worker and the bridge, and how that grows with the number of APIs, next
/// to what the same requests cost without the product.
/// </summary>
internal sealed class ClusterLoad : IFigure<Rig>
{
    // Four operations each make the thousand after which a worker counts as warm.
    private static readonly Size WarmUp = new(250, 1, 1);
    private static readonly Size QuickWarmUp = new(50, 1, 1);

    public string Name => FigureNames.Cluster;

    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{Size.Small:#,0} to {Size.Large:#,0} APIs are created, updated, moved and deleted, by bridge and worker and by a client alone");

    public async Task<IReadOnlyList<Reading>> MeasureAsync(Rig rig, CancellationToken cancellationToken)
    {
        var footprints = new Footprints(rig);
        await footprints.LookAtIdleBridgeAsync(cancellationToken);
        var warmUp = rig.IsQuick ? QuickWarmUp : WarmUp;
        foreach (var party in (IParty[])[rig.Product, rig.Reference])
        {
            await rig.TakeTurnAsync(party, warmUp.Apis, warmUp.Rounds, (operation, phase) => AddAsync([], warmUp, operation, phase), cancellationToken);
        }

        List<Comparison> comparisons = [];
        foreach (var size in rig.IsQuick ? Size.Quick : Size.All)
        {
            comparisons.AddRange(await CompareAsync(rig, size, footprints, cancellationToken));
        }

        return [.. comparisons.SelectMany(Requests.Readings), .. Ratios.Readings(comparisons), .. footprints.Readings()];
    }

    private static async Task<IEnumerable<Comparison>> CompareAsync(Rig rig, Size size, Footprints footprints, CancellationToken cancellationToken)
    {
        Dictionary<Operation, Phase> product = [], reference = [];
        for (var turn = 0; turn < size.Turns; turn++)
        {
            await rig.TakeTurnAsync(rig.Product, size.Apis, size.Rounds, AddToProductAsync, cancellationToken);
            await rig.TakeTurnAsync(rig.Reference, size.Apis, size.Rounds, (operation, phase) => AddAsync(reference, size, operation, phase), cancellationToken);
        }

        return Enum.GetValues<Operation>().Select(operation => new Comparison(operation, size.Apis, product[operation], reference[operation]));

        async Task AddToProductAsync(Operation operation, Phase phase)
        {
            await AddAsync(product, size, operation, phase);
            if (operation is Operation.Move && product[operation].Operations == size.Operations)
            {
                await footprints.LookAsync(size.Apis, cancellationToken);
            }
        }
    }

    private static async Task AddAsync(Dictionary<Operation, Phase> phases, Size size, Operation operation, Phase phase)
    {
        phases[operation] = phases.TryGetValue(operation, out var earlier) ? earlier + phase : phase;
        await Console.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{size.Apis} APIs, {string.Join(" and ", phase.Used.Processes.Skip(2).SkipLast(1))}: {operation}, {phase.Rate:0} a second"));
    }
}
