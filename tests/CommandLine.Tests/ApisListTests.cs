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

        Assert.Equal(ExitCodes.Done, await RunAsync("list --out-of-scope --json --scope-namespaces shop --scope-labels tier=gold"));

        var found = JsonElement.Parse(Output.ToString()).EnumerateArray().ToList();
        Assert.Equal(["mall/stock by namespace", "shop/old by labels"], found.Select(api => $"{api.Text("namespace")}/{api.Text("name")} by {api.Text("outOfScopeBy")}"));
        Assert.Equal("mall.stock", found[0].Text("entry"));
    }

    [Fact]
    public async Task OneNamespaceIsListedAlone()
    {
        await RegisterAsync("shop", "orders");
        await RegisterAsync("mall", "stock");

        Assert.Equal(ExitCodes.Done, await RunAsync("list --json --namespace mall -n mall"));

        Assert.Equal("stock", Assert.Single(JsonElement.Parse(Output.ToString()).EnumerateArray()).Text("name"));
    }

    [Fact]
    public async Task ItTellsOfSettingsThatAreMistypedAsThePrograms()
    {
        using var folder = new TemporaryFolder();
        var unknown = folder.Write("unknown.json", """{"Values":{"ApiBridge__Scop__Namespaces":"shop"}}""");
        var wrong = folder.Write("wrong.json", """{"Values":{"ApiBridge__Reconcile__Mode":"1"}}""");

        Assert.Equal(ExitCodes.Done, await RunAsync($"list --settings {unknown}"));
        Assert.Equal(
            "apibridge: ApiBridge:Scop:Namespaces is no setting, so it has no effect: the one most like it is ApiBridge:Scope:Namespaces", Error.ToString().TrimEnd());

        Assert.Equal(ExitCodes.Failed, await RunAsync($"list --settings {wrong}"));
        Assert.Contains("apibridge: ApiBridge:Reconcile:Mode is '1': give Apply or Observe", Error.ToString(), StringComparison.Ordinal);
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
