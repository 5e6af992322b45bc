using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.CommandLine.Tests;

public sealed class ApisListTests(AzuriteFixture azurite) : ApisTest(azurite)
{
    [Fact]
    public async Task AllThatAreHeldAreListedWithHowTheyStand()
    {
        await RegisterAsync("shop", "orders");
        await RegisterAsync("mall", "stock");

        Assert.Equal(ExitCodes.Done, await RunAsync("list"));

        Assert.Contains("shop/orders", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("True (Accepted)", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("http://apis.example.org/mall/stock", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsOutOfScopeIsListedWithWhy()
    {
        await RegisterAsync("shop", "orders");
        await RegisterAsync("shop", "old", tier: "iron");
        await RegisterAsync("mall", "stock");

        Assert.Equal(ExitCodes.Done, await RunAsync("list --out-of-scope --json --namespaces shop --label-selector tier=gold"));

        var found = JsonElement.Parse(Output.ToString()).EnumerateArray().ToList();
        Assert.Equal(["mall/stock by namespace", "shop/old by labels"], found.Select(api => $"{api.Text("namespace")}/{api.Text("name")} by {api.Text("outOfScopeBy")}"));
        Assert.Equal("mall.stock", found[0].Text("entry"));
    }

    [Fact]
    public async Task OneNamespaceIsListedAlone()
    {
        await RegisterAsync("shop", "orders");
        await RegisterAsync("mall", "stock");

        Assert.Equal(ExitCodes.Done, await RunAsync("list --namespace mall"));

        Assert.DoesNotContain("shop/orders", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("mall/stock", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatIsAwayIsSaidInOneLine()
    {
        Assert.Equal(
            ExitCodes.Failed,
            await new Application(TextReader.Null, Output, Error, TimeProvider.System).RunAsync(
                ["apis", "list", "--kubeconfig", "/nowhere"], TestContext.Current.CancellationToken));

        Assert.StartsWith("apibridge: ApiBridge:Kubernetes:Kubeconfig is '/nowhere'", Error.ToString(), StringComparison.Ordinal);
    }
}
