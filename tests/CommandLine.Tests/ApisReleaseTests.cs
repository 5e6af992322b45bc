using ApiBridge.Domain;

namespace ApiBridge.CommandLine.Tests;

public sealed class ApisReleaseTests(AzuriteFixture azurite) : ApisTest(azurite)
{
    private const string Narrow = "--namespaces shop";
    private static readonly (string Setting, string Value) NarrowScope = ("ApiBridge:Scope:Namespaces", "shop");

    [Fact]
    public async Task WhatANarrowerScopeLeftIsReleasedByTheWorker()
    {
        await RegisterAsync("shop", "orders");
        await RegisterAsync("mall", "stock");
        await RegisterAsync("mall", "prices");

        var release = RunAsync($"release --all {Narrow}", "y\n");
        await Deadline.UntilAsync(() => WorkAsync(NarrowScope), _ => release.IsCompleted, "it was released");

        Assert.Equal(ExitCodes.Done, await release);
        Assert.Contains("Remove these 2 APIs from the gateway", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("mall/stock released", Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(["shop.orders"], Gateway.Registrations.Keys);
        var stock = await Apis("mall").GetApiAsync("stock");
        Assert.False(stock.HasFinalizer);
        Assert.Equal(ConditionReasons.OutOfScope, stock.Status.Condition(ConditionTypes.Registered)?.Reason);
        Assert.True((await Apis("shop").GetApiAsync("orders")).HasFinalizer);
    }

    [Fact]
    public async Task WhatAnotherSelectorLeftIsReleased()
    {
        await RegisterAsync("shop", "orders", "iron", ("ApiBridge:Scope:LabelSelector", "tier=iron"));

        var release = RunAsync("release shop/orders --label-selector tier=gold", "y\n");
        await Deadline.UntilAsync(() => WorkAsync(("ApiBridge:Scope:LabelSelector", "tier=gold")), _ => release.IsCompleted, "it was released");

        Assert.Equal(ExitCodes.Done, await release);
        Assert.Contains("adopted under tier=iron", Output.ToString(), StringComparison.Ordinal);
        Assert.Empty(Gateway.Registrations);
        Assert.Empty((await Apis("shop").GetApiAsync("orders")).AdoptedBy);
    }

    [Theory]
    [InlineData("")]
    [InlineData("n\n")]
    public async Task WhatIsNotConfirmedStays(string answer)
    {
        await RegisterAsync("mall", "stock");

        Assert.Equal(ExitCodes.Left, await RunAsync($"release --all {Narrow}", answer));

        Assert.Empty(await WorkAsync(NarrowScope));
        Assert.True((await Apis("mall").GetApiAsync("stock")).HasFinalizer);
    }

    [Fact]
    public async Task WhatIsInScopeOrNotThereIsRefusedWithWhy()
    {
        await RegisterAsync("shop", "orders");

        Assert.Equal(ExitCodes.Left, await RunAsync($"release shop/orders mall/nothing --yes {Narrow}"));

        Assert.Contains("shop/orders is in scope", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("mall/nothing is not there", Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(await WorkAsync(NarrowScope));
    }

    [Fact]
    public async Task AWorkerThatStillHasItInScopeReleasesNothingAndTheCommandSaysWhatToLookFor()
    {
        await RegisterAsync("mall", "stock");

        var release = RunAsync($"release mall/stock --yes --timeout 00:00:05 {Narrow}");
        await Deadline.UntilAsync(() => WorkAsync(), _ => release.IsCompleted, "the time was up");

        Assert.Equal(ExitCodes.Left, await release);
        Assert.Contains("mall/stock was not released within 00:00:05", Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["mall.stock"], Gateway.Registrations.Keys);
    }

    [Fact]
    public async Task WhoStopsTheCommandLeavesTheRestToTheWorkers()
    {
        await RegisterAsync("mall", "stock");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var release = RunAsync($"release mall/stock --yes {Narrow}", stop: stop.Token);
        await Deadline.UntilAsync(() => Task.FromResult(Output.ToString()), said => said.Contains("the workers are asked", StringComparison.Ordinal), "they were asked");

        await stop.CancelAsync();

        Assert.Equal(ExitCodes.Interrupted, await release);
        Assert.Contains("1 API left to the workers", Error.ToString(), StringComparison.Ordinal);
        Assert.True(Assert.Single(await WorkAsync(NarrowScope)).Leaving);
        Assert.Empty(Gateway.Registrations);
    }
}
