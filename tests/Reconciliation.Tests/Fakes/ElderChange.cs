using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>What may have happened to an elder since it was named, so that it is not in the way of the younger one any more.</summary>
internal static class ElderChange
{
    private static readonly Dictionary<string, Func<Pair, Task>> All = new(StringComparer.Ordinal)
    {
        ["is gone"] = pair => Done(() => pair.World.Cluster.Delete("elder", pair.ElderNamespace)),
        ["was replaced by a namesake"] = pair => Done(() =>
        {
            var spec = pair.Elder.Spec.Path;
            pair.World.Cluster.Delete("elder", pair.ElderNamespace);
            pair.World.Create("elder", Pair.At(spec), pair.ElderNamespace);
            SetCreated(pair, "2025-01-01T00:00:00Z");
        }),
        ["is younger"] = pair => Done(() => SetCreated(pair, "2027-01-01T00:00:00Z")),
        ["is being deleted"] = pair => Done(() =>
        {
            pair.World.Cluster.Change("elder", json => json["metadata"]!["finalizers"]!.AsArray().Add(ExposedApi.Finalizer), pair.ElderNamespace);
            pair.World.Cluster.Delete("elder", pair.ElderNamespace);
        }),
        ["moved away"] = pair => Done(() => pair.Move("elder", "/away")),
        ["has a wrong spec"] = pair => Done(() => pair.Move("elder", "wrong")),
        ["is refused"] = async pair =>
        {
            pair.World.Apig.Refuses = (operation, _) => operation == "create" ? "no" : null;
            await pair.World.HandleAsync(pair.Elder);
            pair.World.Apig.Refuses = null;
            pair.World.Apig.Calls.Clear();
            Assert.Equal(ConditionReasons.GatewayRefused, pair.Elder.Status.Condition(ConditionTypes.Registered)?.Reason);
        },
    };

    public static TheoryData<string, bool> Names => new MatrixTheoryData<string, bool>([.. All.Keys], [false, true]);

    /// <summary>Lets it happen.</summary>
    public static Task HappenAsync(string change, Pair pair) => All[change](pair);

    private static void SetCreated(Pair pair, string time) =>
        pair.World.Cluster.Change("elder", json => json["metadata"]!["creationTimestamp"] = time, pair.ElderNamespace);

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
