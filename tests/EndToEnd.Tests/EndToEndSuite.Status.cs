using System.Net;
using System.Net.Mime;
using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>What the worker tells over HTTP.</summary>
public abstract partial class EndToEndSuite
{
    [Fact]
    public async Task TheStatusOfAnApiShowsWhatItsSpecAsksForBesideWhatTheGatewayHolds()
    {
        var canvas = await NewCanvasAsync();
        await canvas.SetEndpointAsync("orders-svc", ready: true);
        var name = await ExposeAsync(canvas, $"/{canvas.Namespace}/status");
        await canvas.ApiAsync(name, found => found!.Status.Ready is true, "is ready");

        var report = await StatusAsync($"/{canvas.Namespace}/{name}", HttpStatusCode.OK);

        Assert.Equal(JsonValueKind.Null, report.GetProperty("gap").ValueKind);
        Assert.Equal($"/{canvas.Namespace}/status", report.GetProperty("desired").Text("path"));
        Assert.Equal(report.GetProperty("desired").GetRawText(), report.GetProperty("recorded").GetRawText());
        Assert.Equal($"http://203.0.113.7/{canvas.Namespace}/status", report.Text("url"));
        Assert.True(report.Flag("ready"));
        Assert.True(report.Flag("reportedReady"));
    }

    [Fact]
    public async Task TheStatusCountsTheApisOfANamespaceTheQueuesAndTheGateway()
    {
        var canvas = await NewCanvasAsync();
        await ExposeAsync(canvas, $"/{canvas.Namespace}/counted");

        var summary = await StatusAsync($"?namespace={canvas.Namespace}", HttpStatusCode.OK);

        Assert.Equal(1, summary.GetProperty("apis").Number("total"));
        Assert.Equal(1, summary.GetProperty("apis").GetProperty("conditions").GetProperty("Registered").Number("true"));
        Assert.Equal(
            ["api-events", "api-events-retry", "api-events-poison", "api-events-retry-poison", "api-events-deadletter"],
            summary.Items("queues").Select(queue => queue.Text("name")));
        Assert.All(summary.Items("queues"), queue => Assert.Equal(JsonValueKind.Number, queue.GetProperty("messages").ValueKind));
        Assert.Equal(fixture.Stack.Gateway.Url.OriginalString.TrimEnd('/'), Assert.Single(summary.Items("gateways")).Text("host"));
        Assert.Empty(summary.Items("problems"));
    }

    [Theory]
    [InlineData("/nowhere/nothing", HttpStatusCode.NotFound, "NotFound")]
    [InlineData("/kube-system/..%2Fsecrets", HttpStatusCode.BadRequest, "InvalidName")]
    [InlineData("/Shop/orders", HttpStatusCode.BadRequest, "InvalidName")]
    [InlineData("?namespace=a%2Fb", HttpStatusCode.BadRequest, "InvalidName")]
    public async Task WhatTheStatusCannotTellItSays(string asked, HttpStatusCode status, string error)
    {
        Start();

        Assert.Equal(error, (await StatusAsync(asked, status)).Text("error"));
    }

    private async Task<JsonElement> StatusAsync(string asked, HttpStatusCode status)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(fixture.Stack.StatusUrl!.OriginalString + asked), TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {body}");
        Assert.Equal(MediaTypeNames.Application.Json, response.Content.Headers.ContentType?.MediaType);
        return JsonElement.Parse(body);
    }
}
