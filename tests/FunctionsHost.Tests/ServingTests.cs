using System.Net;
using System.Net.Http.Json;
using System.Net.Mime;
using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.FunctionsHost.Tests;

/// <summary>What the host answers, and what it has the app answer.</summary>
public sealed class ServingTests(AzuriteFixture azurite) : FunctionsHostTest(azurite)
{
    private static readonly string[] Functions =
        ["GetApiStatus", "GetMetrics", "GetStatus", "ReconcileExposedApi", "RetryExposedApi"];

    [Fact]
    public async Task TheHostTellsItsFunctionsAndThatItIsThere()
    {
        using var client = await ClientAsync(Start());

        var functions = await client.GetFromJsonAsync<JsonElement>("admin/functions", Token);
        Assert.Equal(Functions, functions.EnumerateArray().Select(function => function.Text("name")).Order(StringComparer.Ordinal));
        foreach (var function in Functions)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(client, HttpMethod.Get, $"admin/functions/{function}/status"));
        }

        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(client, HttpMethod.Get, "admin/functions/Reconcile/status"));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(client, HttpMethod.Get, "admin/host/ping"));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(client, HttpMethod.Post, "admin/host/ping"));
        Assert.Equal("Running", (await client.GetFromJsonAsync<JsonElement>("admin/host/status", Token)).Text("state"));
    }

    [Fact]
    public async Task TheWorkerAnswersRequestsWithTheirRouteAndQuery()
    {
        using var client = await ClientAsync(Start());
        await AnnounceAsync("orders");
        await IsRegisteredAsync("orders");

        using var summary = await client.GetAsync(new Uri("api/status", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, summary.StatusCode);
        Assert.Equal(MediaTypeNames.Application.Json, summary.Content.Headers.ContentType?.MediaType);
        var report = await summary.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Contains(report.Items("queues"), queue => queue.Text("name") == EventsQueue);
        Assert.Empty(report.Items("problems"));

        var api = await client.GetFromJsonAsync<JsonElement>("api/status/shop/orders", Token);
        Assert.Equal(("shop", "orders"), (api.Text("namespace"), api.Text("name")));

        using var unknown = await client.GetAsync(new Uri("api/status/shop/returns", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("there is no ExposedAPI shop/returns", (await unknown.Content.ReadFromJsonAsync<JsonElement>(Token)).Text("message"));

        using var refused = await client.GetAsync(new Uri("api/status?namespace=No%20Name", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("'No Name'", (await refused.Content.ReadFromJsonAsync<JsonElement>(Token)).Text("message"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, await StatusOfAsync(client, HttpMethod.Post, "api/status"));
    }

    [Fact]
    public async Task EveryQueueIsThereBeforeTheHostLooksForItsMessages()
    {
        var name = AzuriteFixture.NewQueueName();
        var host = Start(("ApiEventsQueue", name), ("ApiRetryQueue", $"{name}-r"), ("ApiDeadLetterQueue", $"{name}-d"));

        await host.ServesAsync();

        foreach (var suffix in (string[])["", "-r", "-poison", "-r-poison", "-d"])
        {
            Assert.True(await Queue(name + suffix).ExistsAsync(Token), suffix);
        }

        Assert.Empty(host.Lines("QueueNotFound"));
    }

    [Fact]
    public async Task WhatTheWorkerSaysOutsideOfAnInvocationIsInTheLog()
    {
        var host = Start(("ApiBridge__Gateway__InsecureSkipTlsVerify", "true"));

        await host.SaysAsync("the gateway's certificate is not checked");
    }

    private static async Task<HttpStatusCode> StatusOfAsync(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await client.SendAsync(request, Token);
        return response.StatusCode;
    }
}
