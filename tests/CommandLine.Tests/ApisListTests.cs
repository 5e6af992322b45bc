using System.Text.Json;
using System.Text.Json.Nodes;
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
    public async Task WhetherTheGatewayRoutesItIsListedWhereAWorkerTriedIt()
    {
        await RegisterAsync("shop", "orders");
        await RegisterAsync("shop", "stock");
        var tried = new JsonObject { ["type"] = ConditionTypes.Reachable, ["status"] = "False", ["reason"] = ConditionReasons.NotRouted, ["message"] = "404" };
        await MergeStatusAsync("shop", "orders", new() { ["conditions"] = new JsonArray(tried) });

        Assert.Equal(ExitCodes.Done, await RunAsync("list"));
        Assert.Matches(@"shop/orders .*False \(NotRouted\)", Output.ToString());
        Assert.Matches("shop/stock .* – ", Output.ToString());

        Output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Done, await RunAsync("list --output json"));
        var found = JsonElement.Parse(Output.ToString()).EnumerateArray().ToDictionary(api => api.Text("name"));
        Assert.Equal(("False", "NotRouted"), (found["orders"].Text("reachable"), found["orders"].Text("reachableReason")));
        Assert.Equal(JsonValueKind.Null, found["stock"].Child("reachable").ValueKind);
    }

    [Fact]
    public async Task ThoseOfOneGatewayAreListedAlone()
    {
        await RegisterAsync("shop", "orders");
        await RegisterAsync("shop", "stock");
        await MergeStatusAsync("shop", "stock", new() { ["apiBridge"] = new JsonObject { ["gateway"] = "other.example:8080" } });

        Assert.Equal(ExitCodes.Done, await RunAsync("list -o json --gateway other.example"));
        Assert.Equal("stock", Assert.Single(JsonElement.Parse(Output.ToString()).EnumerateArray()).Text("name"));

        Assert.Equal(ExitCodes.Left, await RunAsync("list --gateway third.example"));
        Assert.EndsWith($"give one of {Gateway.Url.Authority}, other.example:8080", Error.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AListOfThreePagesIsReadToItsEnd()
    {
        await Parallel.ForEachAsync(Enumerable.Range(1, 1_001), Token, async (number, _) => await Apis("mall").CreateAsync(
            "ExposedAPI",
            $"api-{number}",
            new() { ["name"] = $"api-{number}", ["path"] = $"/mall/{number}", ["implementation"] = "mall", ["port"] = 8080, ["apiType"] = "openapi" },
            new() { ["finalizers"] = new JsonArray(ExposedApi.Finalizer) }));

        Assert.Equal(ExitCodes.Done, await RunAsync("list -o json"));

        Assert.Equal(1_001, JsonElement.Parse(Output.ToString()).EnumerateArray().Select(api => api.Text("name")).Distinct(StringComparer.Ordinal).Count());
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
