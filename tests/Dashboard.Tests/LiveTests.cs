using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;
using static Microsoft.Playwright.Assertions;

namespace ApiBridge.Dashboard.Tests;

public sealed class LiveTests(DashboardFixture fixture) : DashboardTest(fixture)
{
    [Fact]
    public async Task AnApiAppearsAndTurnsReadyWithoutAReload()
    {
        await FilterAsync(Namespace);
        await Expect(Page.Locator(".said")).ToContainTextAsync("0 APIs");

        await ApplyApiAsync("orders", $"/{Namespace}/orders");

        await Expect(Row("orders").Locator("[data-state=NoEndpoint]")).ToBeVisibleAsync();
        await SetEndpointAsync(ready: true);
        await Expect(Row("orders").Locator("[data-state=Ready]")).ToBeVisibleAsync();
        await Expect(Row("orders").Locator("[data-condition=Registered]")).ToContainTextAsync("Accepted");
        await Expect(Row("orders").Locator("td.path a")).ToHaveAttributeAsync("href", new Uri(Stack.Gateway.Url, $"/{Namespace}/orders").AbsoluteUri);
    }

    [Fact]
    public async Task ItsGatewayFailsAndTheBadgeTurns()
    {
        await ApplyApiAsync("orders", $"/{Namespace}/orders");
        await SetEndpointAsync(ready: true);
        await FilterAsync($"{Namespace}/orders");
        await Expect(Row("orders").Locator("[data-state=Ready]")).ToBeVisibleAsync();

        Stack.Gateway.SetFault(new() { Mode = GatewayFaultMode.Status, Status = 503, Name = $"{Namespace}.orders" });
        await ApplyApiAsync("orders", $"/{Namespace}/orders/v2");

        await Expect(Row("orders").Locator("[data-state=GatewayDown]")).ToBeVisibleAsync();
        await Expect(Row("orders").Locator("[data-condition=Registered]")).ToContainTextAsync("GatewayUnavailable");
        await GoAsync($"/apis/{Namespace}/orders");
        await Expect(Page.Locator(".waits")).ToContainTextAsync("the gateway does not serve, and is tried again");
        await Expect(Page.Locator("tr.differs")).ToContainTextAsync($"/{Namespace}/orders/v2");
        Stack.Gateway.ClearFaults();
        await Expect(Page.Locator("h1 [data-state=Ready]")).ToBeVisibleAsync();
        await Expect(Page.Locator("tr.differs")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task WhatItWaitsForIsToldInWordsAndItsEventsComeBeside()
    {
        await ApplyApiAsync("orders", $"/{Namespace}/orders", service: "nobody-svc");
        await GoAsync($"/apis/{Namespace}/orders");

        await Expect(Page.Locator(".waits")).ToContainTextAsync("no EndpointSlice of nobody-svc is ready");
        Stack.Gateway.SetFault(new() { Mode = GatewayFaultMode.Refusal, ResCode = "4711", Name = $"{Namespace}.orders" });
        await ApplyApiAsync("orders", $"/{Namespace}/orders/v2", service: "nobody-svc");
        await Expect(Page.Locator(".waits")).ToContainTextAsync("the gateway refused: ");
        await Expect(Page.Locator(".events")).ToContainTextAsync(ConditionReasons.GatewayRefused);
        Stack.Gateway.ClearFaults();
    }

    [Fact]
    public async Task TwoClaimsOnOnePathAreShown()
    {
        await ApplyApiAsync("elder", $"/{Namespace}/same");
        await FilterAsync(Namespace);
        await Expect(Row("elder").Locator("[data-condition=Registered]")).ToContainTextAsync("Accepted");
        await ApplyApiAsync("younger", $"/{Namespace}/same/");

        await Expect(Row("younger").Locator("[data-state=Waiting]")).ToBeVisibleAsync();
        await GoAsync("/gateways");
        var dispute = Page.Locator($"[data-path='/{Namespace}/same']");
        await Expect(dispute.Locator("p").First).ToContainTextAsync($"{Namespace}/elder");
        await Expect(dispute.Locator("p").First).ToContainTextAsync("has it");
        await Expect(dispute.Locator("p").Nth(1)).ToContainTextAsync($"{Namespace}/younger");
        await Expect(dispute.Locator("p").Nth(1)).ToContainTextAsync("waits");
        await GoAsync($"/apis/{Namespace}/younger");
        await Expect(Page.Locator(".waits")).ToContainTextAsync($"it waits for the older {Namespace}/elder");
    }

    [Fact]
    public async Task TheBridgePageNamesTheLeaderTheWatchesAndTheDecisions()
    {
        await GoAsync("/bridge");

        await Expect(Page.Locator("[data-leader]")).ToContainTextAsync("leads, by the Lease");
        await Expect(Page.Locator(".watches")).ToContainTextAsync("exposedapis");
        await Expect(Page.Locator(".decisions tbody tr").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task ACountFiltersOnAClickAndTheGatewaysCircuitIsTold()
    {
        await ApplyApiAsync("orders", $"/{Namespace}/orders");
        await FilterAsync(Namespace);
        await Page.Locator("[data-count=NoEndpoint]").ClickAsync();
        await Expect(Row("orders")).ToBeVisibleAsync();
        await Expect(Page.Locator("[data-count=NoEndpoint]")).ToHaveAttributeAsync("aria-pressed", "true");

        await SetEndpointAsync(ready: true);

        await Expect(Row("orders")).ToHaveCountAsync(0);
        await Page.Locator("[data-count=All]").ClickAsync();
        await Expect(Row("orders").Locator("[data-state=Ready]")).ToBeVisibleAsync();
        await GoAsync("/gateways");
        await Expect(Page.Locator($"[data-circuit='{Stack.Gateway.Url.Authority}']")).ToContainTextAsync("Closed", new() { IgnoreCase = true });
    }

    [Fact]
    public async Task AChoiceStaysChosenWhenAnotherComesBeforeItAndWhenNoApiIsSoAnyMore()
    {
        await ApplyApiAsync("orders", $"/{Namespace}/orders", service: "first-svc");
        var chosen = Page.Locator(".choice", new() { HasText = "Namespace" }).Locator("select");
        await chosen.SelectOptionAsync(Namespace);
        await Expect(Row("orders")).ToBeVisibleAsync();

        await ApplyApiAsync("orders", $"/{Namespace}/before", ns: $"a-{Namespace}");
        await Expect(chosen.Locator($"option[value='a-{Namespace}']")).ToHaveCountAsync(1);
        await Expect(chosen).ToHaveValueAsync(Namespace);
        await DeleteApiAsync("orders");
        await Expect(Row("orders")).ToHaveCountAsync(0);
        await Expect(chosen).ToHaveValueAsync(Namespace);
        await Expect(Page.Locator(".said")).ToContainTextAsync("0 APIs");
    }

    [Fact]
    public async Task AnApiIsSaidToBeGoneWhenItIsAndNotWhenItIsThereAgain()
    {
        await GoAsync($"/apis/{Namespace}/orders");
        await Expect(Page.Locator("[role=alert].notice")).ToHaveTextAsync("It is not there.");
        await ApplyApiAsync("orders", $"/{Namespace}/orders");
        await Expect(Page.Locator(".yaml")).ToContainTextAsync($"/{Namespace}/orders");
        await Expect(Page.Locator("[role=alert].notice")).ToHaveCountAsync(0);

        await DeleteApiAsync("orders");
        await Expect(Page.Locator("[role=alert].notice")).ToContainTextAsync("It is not there any more.");
        await ApplyApiAsync("orders", $"/{Namespace}/anew");
        await Expect(Page.Locator(".yaml")).ToContainTextAsync($"/{Namespace}/anew");
        await Expect(Page.Locator("[role=alert].notice")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task AnApiOfANamespaceThatIsNotWatchedIsThereAllTheSame()
    {
        await ApplyApiAsync("orders", $"/{Namespace}/orders");
        var dashboard = await StartAsync([], [.. Fixture.Settings, new("ApiBridge:Scope:Namespaces", "elsewhere")]);
        var page = await OpenAsync(dashboard.Url, 1280, 800, Microsoft.Playwright.ColorScheme.Light);
        await page.GotoAsync(new Uri(dashboard.Root, $"/apis/{Namespace}/orders").AbsoluteUri);
        var age = page.Locator("dd", new() { HasText = "ago, generation" });
        var first = await age.TextContentAsync();

        // It is drawn anew for the ages at the latest.
        await Expect(age).Not.ToHaveTextAsync(first!);

        await Expect(page.Locator("[role=alert].notice")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task ThatAPageHasFailedIsNotSaidWhileItHasNot() => await Expect(Page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
}
