using System.Net;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.TestServers;
using k8s.Autorest;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>How an API is let go, on real API servers.</summary>
public sealed class ReleaseTests(CanvasClusters clusters)
{
    private const int Rounds = 60;
    private const int Workers = 4;

    public static TheoryData<KubernetesFlavor, bool> Variants => VersionsAndShapesTests.Variants;

    /// <summary>
    /// An API server deletes what a write leaves without finalizers in a step of its own. Two writes may both come to that step, and
    /// between their two deletions somebody may create the object anew.
    /// </summary>
    [Theory]
    [MemberData(nameof(Variants))]
    public async Task WhoComesUnderTheNameOfWhatSeveralLetGoAtOnceStays(KubernetesFlavor flavor, bool hasStatus)
    {
        var canvas = await clusters.CanvasAsync(flavor, hasStatus);
        await using var worker = await canvas.StartWorkerAsync();
        var store = worker.Get<IExposedApiStore>();
        List<string> lost = [];
        for (var round = 0; round < Rounds; round++)
        {
            var held = await canvas.CreateAsync($"{round}", new JsonObject { ["finalizers"] = new JsonArray(ExposedApi.Finalizer) });
            await canvas.Apis.DeleteAsync(held.Key.Name);
            var going = await canvas.Apis.GetApiAsync(held.Key.Name);

            await Task.WhenAll(
            [
                CreateAnewAsync(canvas, held.Key.Name),
                .. Enumerable.Range(0, Workers).Select(_ => ReleaseAsync(store, going)),
            ]);

            if (await canvas.Apis.FindAsync(held.Key.Name) is null)
            {
                lost.Add(held.Key.Name);
            }
        }

        Assert.Empty(lost);
    }

    private static async Task ReleaseAsync(IExposedApiStore store, ExposedApi going)
    {
        try
        {
            await store.ReleaseAsync(going, [], [], TestContext.Current.CancellationToken);
        }
        catch (ConflictException)
        {
            // Another was first.
        }
    }

    // As often as it takes, without a pause: the moment between two deletions is short.
    private static async Task CreateAnewAsync(TestCanvas canvas, string name)
    {
        while (true)
        {
            try
            {
                await canvas.Apis.CreateAsync("ExposedAPI", name, TestCanvas.Spec(name));
                return;
            }
            catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.Conflict)
            {
                // It is still there.
            }
        }
    }
}
