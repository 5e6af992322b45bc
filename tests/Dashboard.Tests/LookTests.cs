using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ApiBridge.Dashboard.Tests;

/// <summary>Every page on a desk and on a phone, light and dark.</summary>
public sealed class LookTests(DashboardFixture fixture) : DashboardTest(fixture)
{
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task NothingSeriousIsFoundAndNothingScrollsSideways(int width, ColorScheme scheme)
    {
        await ShopAsync();
        var page = await OpenAsync(Fixture.Dashboard.Url, width, 800, scheme);
        foreach (var (name, path, sign) in new[]
        {
            ("apis", $"/?text={Namespace}", "a.name"), ("api", $"/apis/{Namespace}/stock", ".waits"), ("queues", "/queues", ".depth"),
            ("gateways", "/gateways", "section.card"), ("bridge", "/bridge", ".watches li"),
        })
        {
            await GoAsync(page, path);
            await Expect(page.Locator(sign).First).ToBeVisibleAsync();
            await Expect(page.Locator("body")).ToHaveCSSAsync("background-color", scheme is ColorScheme.Dark ? "rgb(31, 31, 31)" : "rgb(255, 255, 255)");
            var found = await page.RunAxe();
            var serious = found.Violations.Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation => $"{violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html))}").ToList();
            var sideways = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (Pictures is { } folder)
            {
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"dashboard-{name}-{(width == 390 ? "phone-" : "")}{(scheme is ColorScheme.Dark ? "dark" : "light")}.png") });
            }

            Assert.Empty(serious);
            Assert.True(sideways <= 0, $"{path} is {sideways} px too wide for {width} px");
        }
    }

    [Fact]
    public async Task TheKeyboardLeadsFromTheFilterToAnApiAndBack()
    {
        await ApplyApiAsync("orders", $"/{Namespace}/orders");
        await FilterAsync($"{Namespace}/orders");
        await Expect(Row("orders")).ToBeVisibleAsync();
        await Row("orders").Locator("a.name").FocusAsync();

        await Page.Keyboard.PressAsync("Enter");

        await Expect(Page.Locator("h1")).ToContainTextAsync($"{Namespace}/orders");
        await Page.Locator(".reregister").FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Alertdialog)).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.GetByRole(AriaRole.Alertdialog)).ToHaveCountAsync(0);
    }

    // A shop with something of each kind.
    private async Task ShopAsync()
    {
        await ApplyApiAsync("orders", $"/{Namespace}/tmf-api/productOrderingManagement/v4");
        await ApplyApiAsync("catalog", $"/{Namespace}/tmf-api/productCatalogManagement/v4");
        await ApplyApiAsync("stock", $"/{Namespace}/tmf-api/productStock/v4", service: "stock-svc");
        await FilterAsync($"{Namespace}/catalog");
        await Expect(Row("catalog").Locator("[data-condition=Registered]")).ToContainTextAsync("Accepted");
        await ApplyApiAsync("catalog-two", $"/{Namespace}/tmf-api/productCatalogManagement/v4");
        await ApplyApiAsync("assistant", $"/{Namespace}/assistant?x");
        await SetEndpointAsync(ready: true);
        await FilterAsync(Namespace);
        await Expect(Row("catalog-two").Locator("[data-state=Waiting]")).ToBeVisibleAsync();
        await Expect(Row("orders").Locator("[data-state=Ready]")).ToBeVisibleAsync();
    }
}
