using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.CommandLine.Tests;

public sealed class ApisShowTests(AzuriteFixture azurite) : ApisTest(azurite)
{
    [Fact]
    public async Task APersonIsToldAllOfIt()
    {
        await RegisterAsync("shop", "orders");
        await MergeStatusAsync("shop", "orders", new() { ["apiBridge"] = new JsonObject { ["repairs"] = 2, ["repairedAt"] = "2026-01-02T03:04:05Z" } });
        await Apis("shop").MergeAsync("orders", new() { ["spec"] = new JsonObject { ["port"] = 8081 } });

        Assert.Equal(ExitCodes.Done, await ShowAsync("shop/orders"));

        Says("shop/orders\n");
        Says($"gateway        {Gateway.Url.Authority}\n");
        Says("entry          shop.orders\n");
        Says("URL            http://apis.example.org/shop/orders\n");
        Says("implementation not ready\n");
        Says($"proven         {Gateway.Url.Authority} accepted shop.orders at /shop/orders → orders:8080; whether it still has it no record tells\n");
        Says("spec           no worker has decided on it as it is now\n");
        Says("gateway writes 1\n");
        Says("repairs        2, the last at 2026-01-02 03:04:05Z\n");
        Assert.Matches(@"port +8081 +8080 +differs", Output.ToString());
        Assert.Matches(@"path +/shop/orders +/shop/orders *\r?\n", Output.ToString());
        Assert.Matches(@"Registered +True +Accepted +\d+ s", Output.ToString());
    }

    [Fact]
    public async Task AProgramIsToldTheSame()
    {
        var api = await RegisterAsync("shop", "orders");
        await MergeStatusAsync("shop", "orders", new() { ["apiBridge"] = new JsonObject { ["repairs"] = 2, ["repairedAt"] = "2026-01-02T03:04:05Z" } });
        await Apis("shop").MergeAsync("orders", new() { ["spec"] = new JsonObject { ["port"] = 8081 } });

        Assert.Equal(ExitCodes.Done, await ShowAsync("shop/orders -o json"));

        var shown = JsonElement.Parse(Output.ToString());
        Assert.Equal(("shop", "orders", api.Key.Uid), (shown.Text("namespace"), shown.Text("name"), shown.Text("uid")));
        Assert.Equal((Gateway.Url.Authority, Gateway.Url.Authority), (shown.Text("gateway"), shown.Text("gatewayBySettings")));
        Assert.Equal((8081, 8080), (shown.Child("spec").Number("port"), shown.Child("recorded").Number("port")));
        Assert.Equal("shop.orders", shown.Child("recorded").Text("entry"));
        Assert.Equal(["entry", "implementation", "path", "port", "specificationHash"], shown.Child("spec").EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["port"], shown.Items("differences").Select(field => field.GetString()));
        Assert.Equal((true, false, false), (shown.Flag("proven"), shown.Flag("inDoubt"), shown.Flag("specDecided")));
        Assert.Equal((1, 2), (shown.Number("gatewayWrites"), shown.Number("repairs")));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), shown.Time("repairedAt"));
        var registered = shown.Items("conditions").Single(condition => condition.Text("type") == ConditionTypes.Registered);
        Assert.Equal(("True", "Accepted"), (registered.Text("status"), registered.Text("reason")));
    }

    [Fact]
    public async Task HowItIsKeptFromWorkIsTold()
    {
        await RegisterAsync("mall", "stock");
        await Apis("mall").MergeAsync("stock", new() { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [ExposedApi.PausedAnnotation] = "true" } } });
        await Apis("mall").DeleteAsync("stock");
        await MergeStatusAsync("mall", "stock", new() { ["apiBridge"] = new JsonObject { ["unansweredAt"] = "2026-01-02T03:04:05Z" } });

        Assert.Equal(ExitCodes.Done, await ShowAsync("mall/stock --scope-namespaces shop"));

        Says("paused         by its annotation apibridge.tmforum.org/paused\n");
        Says("deletion       it is being deleted\n");
        Says("out of scope   by its namespace\n");
        Says("proven         nothing for sure: a call to the gateway was left unanswered");
        Says("in doubt since 2026-01-02 03:04:05Z\n");
    }

    [Fact]
    public async Task ACopiedStatusProvesNothing()
    {
        await RegisterAsync("shop", "orders");
        await MergeStatusAsync("shop", "orders", new() { ["apiBridge"] = new JsonObject { ["uid"] = "another's", ["repairs"] = 7 } });

        Assert.Equal(ExitCodes.Done, await ShowAsync("shop/orders"));

        Says("proven         nothing: the status is another object's");
        Assert.DoesNotContain("repairs", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneThatNobodyWorkedOnIsShownAsItIs()
    {
        await CreateAsync("shop", "fresh");

        Assert.Equal(ExitCodes.Done, await ShowAsync("shop/fresh"));

        Says("held           no: our finalizer is not on it\n");
        Says("implementation nobody has looked yet\n");
        Says("proven         nothing: no worker has decided on it yet\n");
        Assert.Matches("path +/shop/fresh +–", Output.ToString());
    }

    [Fact]
    public async Task WhatATenantWroteIsTextAndCommandsNothing()
    {
        const string Evil = "\u001b[2J[red]gone[/]\r\u202Etxt";
        await RegisterAsync("shop", "orders");
        await MergeStatusAsync("shop", "orders", new()
        {
            ["apiStatus"] = new JsonObject { ["url"] = $"http://{Evil}" },
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Odd", ["status"] = "True", ["reason"] = Evil, ["message"] = Evil }),
        });

        Assert.Equal(ExitCodes.Done, await ShowAsync("shop/orders"));
        Assert.Equal(ExitCodes.Done, await RunAsync("list"));

        Assert.DoesNotContain('\u001b', Output.ToString());
        Assert.DoesNotContain('\u202E', Output.ToString());
        Says(@"http://\u001B[2J[red]gone[/]\u000D\u202Etxt");
        Assert.Equal(ExitCodes.Done, await ShowAsync("shop/orders -o json"));
        Assert.DoesNotContain('\u001b', Output.ToString());
    }

    [Fact]
    public async Task OneThatIsNotThereIsNamedInOneLine()
    {
        Assert.Equal(ExitCodes.Left, await ShowAsync("shop/nothing"));

        Assert.Equal("shop/nothing is not there", Error.ToString().TrimEnd());
        Assert.Empty(Output.ToString());
    }

    [Fact]
    public async Task OneThatCantBeReadIsNamedInOneLineAndDoesNotHideTheOthers()
    {
        await RegisterAsync("shop", "orders");
        await CreateAsync("shop", "deep");
        await Apis("shop").MergeAsync("deep", new() { ["spec"] = new JsonObject { ["description"] = ReadingProxy.Deep } });
        await ReadThroughProxyAsync();

        Assert.Equal(ExitCodes.Left, await ShowAsync("shop/deep"));
        Assert.StartsWith("can't be read: shop/deep: it is nested ", Assert.Single(Error.ToString().TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Left, await RunAsync("reregister shop/deep --yes"));
        Assert.Equal(ExitCodes.Left, await RunAsync("list"));
        Says("shop/orders");
    }

    [Theory]
    [InlineData("", "give namespace/name of the one API that is meant")]
    [InlineData("shop/orders shop/stock", "give namespace/name of the one API that is meant")]
    [InlineData("Shop/orders", "'Shop/orders' names no object: give namespace/name")]
    [InlineData("shop/orders -o yaml", "--output is 'yaml': give table or json")]
    [InlineData("shop/orders -o table --json", "--output is 'table', and --json asks for JSON: leave one of them out")]
    public async Task WhatNamesNotOneOrNoFormIsRefused(string arguments, string problem)
    {
        Assert.Equal(ExitCodes.Failed, await RunAsync($"show {arguments}".TrimEnd()));

        Assert.Equal($"apibridge: {problem} (--help tells more)", Error.ToString().TrimEnd());
    }

    // The command is given the workers' settings.
    private async Task<int> ShowAsync(string arguments)
    {
        using var folder = new TemporaryFolder();
        var settings = folder.Write(
            "settings.json",
            $$$"""{"Values":{"ApiBridge__Gateway__Endpoint":"{{{Gateway.Url.OriginalString}}}","ApiBridge__Gateway__EntryName":"{namespace}.{name}"}}""");
        return await RunAsync($"show {arguments} --settings {settings}");
    }

    private void Says(string text) => Assert.Contains(text, Output.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
}
