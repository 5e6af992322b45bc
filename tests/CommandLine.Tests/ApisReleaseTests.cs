using ApiBridge.Domain;

namespace ApiBridge.CommandLine.Tests;

public sealed class ApisReleaseTests(AzuriteFixture azurite) : ApisTest(azurite)
{
    private const string Narrow = "--scope-namespaces shop";
    private static readonly (string Setting, string Value) NarrowScope = ("ApiBridge:Scope:Namespaces", "shop");

    [Fact]
    public async Task WhatANarrowerScopeLeftIsReleasedByTheWorker()
    {
        await RegisterAsync("shop", "orders");
        await RegisterAsync("mall", "stock");
        await RegisterAsync("mall", "prices");

        var release = RunAsync($"release --all -n mall {Narrow}", "y\n");
        await Deadline.UntilAsync(() => WorkAsync(NarrowScope), _ => release.IsCompleted, "it was released");

        Assert.Equal(ExitCodes.Done, await release);
        Assert.Contains("Remove these 2 APIs from the gateway", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            $"mall/stock at /mall/stock on {Gateway.Url.Authority}, entry mall.stock (out of scope by its namespace: if another installation looks after this namespace, leave it to that one)",
            Output.ToString(), StringComparison.Ordinal);
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

        var release = RunAsync("release shop/orders --scope-labels tier=gold", "y\n");
        await Deadline.UntilAsync(() => WorkAsync(("ApiBridge:Scope:LabelSelector", "tier=gold")), _ => release.IsCompleted, "it was released");

        Assert.Equal(ExitCodes.Done, await release);
        Assert.Contains("adopted under tier=iron", Output.ToString(), StringComparison.Ordinal);
        Assert.Empty(Gateway.Registrations);
        Assert.Empty((await Apis("shop").GetApiAsync("orders")).AdoptedBy);
    }

    [Fact]
    public async Task AllIsNotWhatMayBeAnotherInstallationsUnlessItsNamespaceIsGiven()
    {
        const string Scope = "--scope-namespaces shop --scope-labels tier=gold";
        await RegisterAsync("shop", "orders", "iron");
        await RegisterAsync("mall", "stock");
        await RegisterAsync("mall", "prices");

        var release = RunAsync($"release --all --yes {Scope}");
        await Deadline.UntilAsync(() => WorkAsync(NarrowScope, ("ApiBridge:Scope:LabelSelector", "tier=gold")), _ => release.IsCompleted, "it was released");

        Assert.Equal(ExitCodes.Left, await release);
        Assert.Contains("2 APIs left out, in namespaces out of scope that another installation may look after: give -n mall for those", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("shop/orders released (1 of 1)", Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(["mall.prices", "mall.stock"], Gateway.Registrations.Keys.Order(StringComparer.Ordinal));
        Assert.True((await Apis("mall").GetApiAsync("stock")).HasFinalizer);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("1")]
    [InlineData("00:00:00")]
    [InlineData("-00:00:05")]
    [InlineData("24:00:01")]
    [InlineData("5s")]
    public async Task ATimeThatNobodyMeansIsRefused(string timeout)
    {
        Assert.Equal(ExitCodes.Failed, await RunAsync($"release mall/stock --yes --timeout={timeout}"));

        Assert.Equal(
            $"apibridge: --timeout is '{timeout}': give a time above zero and of a day at most as hh:mm:ss; 5 s is 00:00:05 (--help tells more)",
            Assert.Single(Error.ToString().TrimEnd().Split('\n')));
    }

    [Fact]
    public async Task TheHelpTellsTheTimesFormatAndItsDefaultOnce()
    {
        Assert.Equal(ExitCodes.Done, await RunAsync("release --help"));

        Assert.Contains("hh:mm:ss", Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, Output.ToString().Split("00:05:00").Length);
    }

    [Fact]
    public async Task ANamespaceBesideNamesIsRefused()
    {
        Assert.Equal(ExitCodes.Failed, await RunAsync("release mall/stock -n mall --yes"));

        Assert.Contains("--namespace says where --all looks", Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("n\n")]
    public async Task WhatIsNotConfirmedStays(string answer)
    {
        await RegisterAsync("mall", "stock");

        Assert.Equal(ExitCodes.Left, await RunAsync($"release --all -n mall {Narrow}", answer));

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
        Assert.Contains("mall/stock was not released within 00:00:05; the workers go on. Are there any, is it out of scope by their own settings too, ", Error.ToString(), StringComparison.Ordinal);
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
