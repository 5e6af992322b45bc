using ApiBridge.Domain;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>What waits for an API.</summary>
public abstract partial class EndToEndSuite
{
    [Fact]
    public async Task KubectlWaitsForAnApiAndPrintsTheColumnsOfItsDefinition()
    {
        Assert.SkipUnless(Kubectl.IsAvailable, Kubectl.Unavailable);
        var canvas = await NewCanvasAsync();
        var kubectl = new Kubectl([.. fixture.Stack.Cluster.KubectlFlags.Split(' '), "--namespace", canvas.Namespace]);
        var name = await ExposeAsync(canvas, $"/{canvas.Namespace}/awaited");

        var waiting = kubectl.RunAsync($"wait --for=condition=Ready exposedapi/{name} --timeout=30s");
        await canvas.SetEndpointAsync("orders-svc", ready: true);

        Assert.Contains("condition met", await waiting, StringComparison.Ordinal);
        Assert.Equal(ConditionStatus.True, (await canvas.FindApiAsync(name))!.Status.Condition(ConditionTypes.Ready)?.Status);
        var lines = (await kubectl.RunAsync("get exposedapis")).Split('\n');
        Assert.Matches("^NAME +API_ENDPOINT +IMPLEMENTATION_READY *$", lines[0]);
        Assert.Matches($"^{name} +http://203.0.113.7/{canvas.Namespace}/awaited +true *$", lines[1]);
    }
}
