using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Gateway;
using k8s;
using k8s.Models;
using static Microsoft.Playwright.Assertions;

namespace ApiBridge.Dashboard.Tests;

/// <summary>What tenants and gateways write is text on every page.</summary>
public sealed class TextTests(DashboardFixture fixture) : DashboardTest(fixture)
{
    private const string Markup = "<img src=x onerror=\"alert(1)\"><script>alert(2)</script><b data-evil>bold</b>";

    [Fact]
    public async Task MarkupInPathsAnnotationsConditionsAndGatewayAnswersStaysText()
    {
        await ApplyApiAsync("evil", $"/{Namespace}/{Markup}", annotations: new() { ["example.org/note"] = Markup });
        await ApplyApiAsync("refused", $"/{Namespace}/refused");
        Stack.Gateway.SetFault(new() { Mode = GatewayFaultMode.Refusal, ResCode = Markup, Name = $"{Namespace}.refused" });
        await ApplyApiAsync("refused", $"/{Namespace}/refused/v2");
        await FilterAsync(Namespace);
        await Expect(Row("evil").Locator("[data-state=Refused]")).ToBeVisibleAsync();
        await Expect(Row("evil")).ToContainTextAsync("onerror=");
        await Expect(Row("refused").Locator("[data-state=Refused]")).ToBeVisibleAsync();
        await AssertNoneAsync();

        await GoAsync($"/apis/{Namespace}/evil");
        await Expect(Page.Locator(".yaml")).ToContainTextAsync("<script>alert(2)</script>");
        await AssertNoneAsync();

        await GoAsync($"/apis/{Namespace}/refused");
        await Expect(Page.Locator(".waits")).ToContainTextAsync("the gateway refused: ");
        await Expect(Page.Locator(".waits")).ToContainTextAsync("<img src=x");
        await AssertNoneAsync();

        await GoAsync("/gateways");
        await AssertNoneAsync();
        Stack.Gateway.ClearFaults();
    }

    [Fact]
    public async Task AUrlIsALinkOnlyWhereItIsOneOfHttp()
    {
        await ApplyApiAsync("linked", $"/{Namespace}/linked", annotations: new() { ["apibridge.tmforum.org/paused"] = "true" });
        await Stack.Cluster.Client.CustomObjects.PatchNamespacedCustomObjectAsync<System.Text.Json.JsonElement>(
            new V1Patch(new JsonObject { ["status"] = new JsonObject { ["apiStatus"] = new JsonObject { ["url"] = "javascript:alert(3)", ["developerUI"] = "JaVaScRiPt:alert(4)" } } }.ToJsonString(), V1Patch.PatchType.MergePatch),
            "oda.tmforum.org", "v1", Namespace, "exposedapis", "linked", cancellationToken: Token);
        await FilterAsync(Namespace);

        await Expect(Row("linked").Locator("td.path")).ToContainTextAsync("javascript:alert(3)");
        await Expect(Row("linked").Locator("td.path a")).ToHaveCountAsync(0);
        await GoAsync($"/apis/{Namespace}/linked");
        await Expect(Page.Locator("dl").First).ToContainTextAsync("javascript:alert(3)");
        Assert.Equal(0, await Page.Locator("a[href^='javascript' i]").CountAsync());
        await Expect(Page.Locator(".waits")).ToContainTextAsync("it is paused by its annotation");
    }

    [Theory]
    [InlineData("https://example.org/a b", "https://example.org/a%20b")]
    [InlineData("http://203.0.113.7/shop", "http://203.0.113.7/shop")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData(" javascript:alert(1)", null)]
    [InlineData("data:text/html,<script>alert(1)</script>", null)]
    [InlineData("//example.org/x", null)]
    [InlineData("https://user:password@example.org/", null)]
    [InlineData("/relative", null)]
    [InlineData("", null)]
    public void ALinkLeadsToHttpOrNowhere(string text, string? link) => Assert.Equal(link, Apis.PublicLink.Of(text));

    private async Task AssertNoneAsync() => Assert.Equal(0, await Page.Locator("main img, main script, [data-evil]").CountAsync());
}
