using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ApiBridge.Dashboard.Tests;

public sealed class OutageTests(DashboardFixture fixture) : DashboardTest(fixture)
{
    [Fact]
    public async Task ALostConnectionToTheClusterIsSaidAndHeals()
    {
        await using var proxy = new TcpProxy(Stack.Cluster.Client.BaseUri);
        var dashboard = await StartAsync(["--server", proxy.Url.OriginalString], Fixture.Settings);
        var page = await OpenAsync(dashboard.Url, 1280, 800, ColorScheme.Light);
        await Expect(page.Locator(".notice[data-notice]")).ToHaveCountAsync(0);

        proxy.Cut();

        await Expect(page.Locator("[data-notice='The ExposedAPIs']")).ToContainTextAsync("the API server can't be reached");
        proxy.Restore();
        await Expect(page.Locator("[data-notice]")).ToHaveCountAsync(0);
        await ApplyApiAsync("later", $"/{Namespace}/later");
        await page.Locator(".filters fluent-text-input input").FillAsync(Namespace);
        await Expect(page.Locator("a.name:text-is('later')")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task ALostConnectionToTheQueuesIsSaidAndHeals()
    {
        var queues = new Uri(Stack.Azurite.ConnectionString.Split(';').First(part => part.StartsWith("QueueEndpoint=", StringComparison.Ordinal))["QueueEndpoint=".Length..]);
        await using var proxy = new TcpProxy(new(queues.GetLeftPart(UriPartial.Authority)));
        var storage = Stack.Azurite.ConnectionString.Replace(queues.Authority, proxy.Url.Authority, StringComparison.Ordinal);
        var dashboard = await StartAsync(["--storage", storage], Fixture.Settings);
        var page = await OpenAsync(new(dashboard.Url.AbsoluteUri), 1280, 800, ColorScheme.Light);
        await page.GotoAsync(new Uri(dashboard.Root, "/queues").AbsoluteUri);
        await Expect(page.Locator(".depth").First).ToBeVisibleAsync();

        proxy.Cut();

        await Expect(page.Locator("[data-notice='The queues']")).ToContainTextAsync("the storage account does not answer");
        proxy.Restore();
        await Expect(page.Locator("[data-notice]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task WhatTheApiServerForbidsIsShownInItsWordsAndWithoutStorageThePageSaysSo()
    {
        const string Words = "exposedapis.oda.tmforum.org is forbidden: User \"jane\" cannot list resource \"exposedapis\" in API group \"oda.tmforum.org\" at the cluster scope";
        using var server = new HttpListener();
        var port = FreePorts.Find();
        server.Prefixes.Add($"http://127.0.0.1:{port}/");
        server.Start();
        var serving = ServeAsync(server, Words);
        var dashboard = await StartAsync(["--server", $"http://127.0.0.1:{port}"], []);
        var page = await OpenAsync(dashboard.Url, 1280, 800, ColorScheme.Light);

        await Expect(page.Locator("[data-notice='The ExposedAPIs']")).ToContainTextAsync(Words);
        await Expect(page.Locator("[data-notice='The queues']")).ToContainTextAsync("AzureWebJobsStorage");
        server.Stop();
        await serving;
    }

    [Fact]
    public async Task CtrlCEndsItThoughABrowserStillLooks()
    {
        var dashboard = await StartAsync([], Fixture.Settings);
        await OpenAsync(dashboard.Url, 1280, 800, ColorScheme.Light);

        await dashboard.TerminateAsync();

        Assert.Equal(0, await dashboard.ExitAsync(TimeSpan.FromSeconds(20)));
        await CloseAsync();
        Forgive();
    }

    private static async Task ServeAsync(HttpListener server, string words)
    {
        while (server.IsListening)
        {
            try
            {
                var context = await server.GetContextAsync();
                context.Response.StatusCode = 403;
                await using var body = new StreamWriter(context.Response.OutputStream);
                await body.WriteAsync($$"""{"kind":"Status","status":"Failure","code":403,"message":{{System.Text.Json.JsonSerializer.Serialize(words)}}}""");
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
