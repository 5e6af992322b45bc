using System.Collections.Concurrent;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.RealServers;
using ApiBridge.TestServers;

[assembly: AssemblyFixture(typeof(CanvasClusters))]

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>The real API servers that tests share, each started when it is first asked for.</summary>
public sealed class CanvasClusters : IAsyncDisposable
{
    private readonly ConcurrentDictionary<KubernetesFlavor, Lazy<Task<CanvasCluster>>> _clusters = new();

    /// <summary>The shared server of a flavor; without one to start, the test is skipped.</summary>
    public Task<CanvasCluster> OfAsync(KubernetesFlavor flavor)
    {
        Assert.SkipUnless(RealKubernetes.IsAvailable, RealKubernetes.Unavailable);
        return _clusters.GetOrAdd(flavor, static key => new(() => CanvasCluster.StartAsync(key))).Value;
    }

    /// <summary>A namespace on the shared server of a flavor.</summary>
    internal async Task<TestCanvas> CanvasAsync(KubernetesFlavor flavor, bool hasStatus) =>
        await TestCanvas.CreateAsync(await OfAsync(flavor), CanvasCluster.GroupOf(hasStatus));

    /// <summary>The same, with a Component and so many of its APIs.</summary>
    internal async Task<(TestCanvas Canvas, List<(string List, ExposedApi Api)> Apis)> OwnedAsync(int count, KubernetesFlavor flavor, bool hasStatus)
    {
        var canvas = await CanvasAsync(flavor, hasStatus);
        return (canvas, await canvas.CreateOwnedAsync(count, hasStatus));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in _clusters.Values)
        {
            await (await cluster.Value).DisposeAsync();
        }
    }
}
