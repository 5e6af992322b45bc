using System.Globalization;
using System.Net;
using static Microsoft.Playwright.Assertions;

namespace ApiBridge.Dashboard.Tests;

/// <summary>Who is let in, and what a page may do.</summary>
public sealed class AccessTests(DashboardFixture fixture) : DashboardTest(fixture)
{
    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example:{port}")]
    [InlineData("Host", "localhost:1")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task WhatAnotherSiteAsksForIsRefusedWhateverItHas(string header, string value)
    {
        using var client = await LetInAsync();
        foreach (var path in new[] { "/", "/_blazor", "/_framework/blazor.web.js" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation(header, value.Replace("{port}", Fixture.Dashboard.Url.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

            using var answer = await client.SendAsync(request, Token);

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/queues")]
    [InlineData("/_blazor")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/?token=")]
    [InlineData("/?token=0123456789abcdef")]
    public async Task WithoutTheTokenNothingIsAnswered(string path)
    {
        using var client = new HttpClient { BaseAddress = Fixture.Dashboard.Root };

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task ThePolicyAllowsNoInlineScriptAndNobodyElseIsToldThatHeMayAsk()
    {
        using var client = await LetInAsync();
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative), Token);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        var page = await answer.Content.ReadAsStringAsync(Token);
        Assert.DoesNotContain("<script>", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("onclick", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task TheTokenDoesNotStayInTheAddressBarAndTheCookieIsNoScripts()
    {
        Assert.DoesNotContain("token", Page.Url, StringComparison.Ordinal);

        Assert.Equal(string.Empty, await Page.EvaluateAsync<string>("document.cookie"));
        await Expect(Page.Locator("h1")).ToHaveTextAsync("APIs");
    }

    [Fact]
    public async Task ReadOnlyShowsNoAction()
    {
        await ApplyApiAsync("orders", $"/{Namespace}/orders");
        var dashboard = await StartAsync(["--read-only"], Fixture.Settings);
        var page = await OpenAsync(dashboard.Url, 1280, 800, Microsoft.Playwright.ColorScheme.Light);
        foreach (var path in new[] { $"/apis/{Namespace}/orders", "/queues" })
        {
            await page.GotoAsync(new Uri(dashboard.Root, path).AbsoluteUri);
            await Expect(page.Locator("h2").First).ToBeVisibleAsync();

            await Expect(page.Locator("fluent-button")).ToHaveCountAsync(0);
        }

        await Expect(page.Locator(".where")).ToContainTextAsync("read-only");
    }

    [Fact]
    public async Task AnApiIsRegisteredAgainByAClick()
    {
        await ApplyApiAsync("orders", $"/{Namespace}/orders");
        await FilterAsync(Namespace);
        await Expect(Row("orders").Locator("[data-condition=Registered]")).ToContainTextAsync("Accepted");
        await Row("orders").Locator("a.name").ClickAsync();
        Stack.Gateway.Forget($"{Namespace}.orders");

        await Page.Locator(".reregister").ClickAsync();
        await Page.Locator(".confirm .yes").ClickAsync();

        await Expect(Page.Locator(".said").First).ToContainTextAsync($"The workers are asked to register {Namespace}/orders again.");
        await Deadline.UntilAsync(
            () => Task.FromResult(Stack.Gateway.Registrations.ContainsKey($"{Namespace}.orders")), there => there, "the gateway has it again", TimeSpan.FromSeconds(30));
    }

    private async Task<HttpClient> LetInAsync()
    {
        var client = new HttpClient { BaseAddress = Fixture.Dashboard.Root };
        using var answer = await client.GetAsync(Fixture.Dashboard.Url, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return client;
    }
}
