using System.Net;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;
using k8s;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>What a consumer of the APIs sees, who asks for their URLs by HTTP through the gateway.</summary>
public abstract class UrlSuite(StackFixture fixture)
{
    private const string Name = "orders";
    private const string Service = "orders-svc";
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private GatewaySimulator Gateway => fixture.Stack.Gateway;

    [Fact]
    public async Task AUrlAnswersFromTheApisCreationToItsDeletionUnderThePathThatItsSpecSays()
    {
        await using var implementation = await Implementation.StartAsync();
        var canvas = await NewCanvasAsync(implementation);
        var (old, moved) = ($"/{canvas.Namespace}/orders", $"/{canvas.Namespace}/moved");
        Assert.Equal((HttpStatusCode.NotFound, false), await AskAsync(At(old)));

        await canvas.ApplyApiAsync(Name, Canvas.ApiSpec(old));
        var url = await RoutedUrlAsync(canvas, Name, old);
        await UntilItAnswersAsync(url);

        await canvas.PatchSpecAsync(Name, new JsonObject { ["path"] = moved });
        await UntilItAnswersAsync(await RoutedUrlAsync(canvas, Name, moved));
        await UntilItIsUnknownAsync(url);

        await canvas.DeleteAsync("exposedapis", Name);
        await canvas.ApiAsync(Name, found => found is null, "is gone");
        await UntilItIsUnknownAsync(At(moved));
    }

    [Fact]
    public async Task WhatTheGatewayForgotIsBackAfterAnAuditAndToldByAnEvent()
    {
        await using var implementation = await Implementation.StartAsync();
        var canvas = await NewCanvasAsync(implementation);
        List<Uri> urls = [];
        foreach (var name in (string[])["one", "two", "three"])
        {
            await canvas.ApplyApiAsync(name, Canvas.ApiSpec($"/{canvas.Namespace}/{name}"));
            urls.Add(await RoutedUrlAsync(canvas, name, $"/{canvas.Namespace}/{name}"));
        }

        Gateway.Forget(canvas.EntryOf("one"));
        await UntilItAnswersAsync(urls[0]);
        Gateway.Forget();
        foreach (var url in urls)
        {
            await UntilItAnswersAsync(url);
        }

        foreach (var name in (string[])["one", "two", "three"])
        {
            await RoutedUrlAsync(canvas, name, $"/{canvas.Namespace}/{name}");
            await Deadline.UntilAsync(
                () => fixture.Stack.Cluster.Client.CoreV1.ListNamespacedEventAsync(canvas.Namespace, cancellationToken: Token),
                events => events.Items.Any(told => told.InvolvedObject.Name == name && told.Reason == ConditionReasons.RegistrationLost),
                $"an Event tells of {name}", TriedUrls.Patience);
        }
    }

    [Fact]
    public async Task AnImplementationThatKnowsNoneOfItsPathsIsRoutedAndIsNotRegisteredAnew()
    {
        await using var implementation = await Implementation.StartAsync(HttpStatusCode.NotFound);
        var canvas = await NewCanvasAsync(implementation);
        var path = $"/{canvas.Namespace}/nothing";
        await canvas.ApplyApiAsync(Name, Canvas.ApiSpec(path));
        await RoutedUrlAsync(canvas, Name, path);
        var asked = implementation.Asked.Count;

        // Two audits, of which the second can't have begun before the first was over for this API.
        await Deadline.UntilAsync(() => implementation.Asked.Count >= asked + 2, "two audits asked for it", TriedUrls.Patience);

        Assert.Single(Gateway.Calls, call => call.Name == canvas.EntryOf(Name));
        await RoutedUrlAsync(canvas, Name, path);
    }

    [Fact]
    public async Task AnApiWithoutAReadyImplementationIsNeitherTriedNorRegisteredAnew()
    {
        await using var implementation = await Implementation.StartAsync();
        var canvas = await NewCanvasAsync(implementation);
        var (idle, busy) = ($"/{canvas.Namespace}/idle", $"/{canvas.Namespace}/busy");
        await canvas.ApplyApiAsync("idle", Canvas.ApiSpec(idle, service: "idle-svc"));
        await canvas.ApiAsync("idle", found => found!.Status.Ready is false && found.Status.Url.Length > 0, "is registered, and not ready");
        await canvas.ApplyApiAsync("busy", Canvas.ApiSpec(busy));
        await RoutedUrlAsync(canvas, "busy", busy);

        // The other's second return shows that a whole audit was over.
        Gateway.Forget(canvas.EntryOf("idle"));
        for (var audit = 0; audit < 2; audit++)
        {
            Gateway.Forget(canvas.EntryOf("busy"));
            await UntilItAnswersAsync(At(busy));
        }

        Assert.Null(canvas.PathOf("idle"));
        Assert.NotEqual(ConditionStatus.True, (await canvas.FindApiAsync("idle"))!.Status.Condition(ConditionTypes.Reachable)?.Status);

        await canvas.SetEndpointAsync("idle-svc", ready: true);
        Gateway.SetService($"{canvas.Namespace}/idle-svc", implementation.Url);
        await UntilItAnswersAsync(At(idle));
    }

    private static async Task<Uri> RoutedUrlAsync(Canvas canvas, string name, string path)
    {
        var api = await Deadline.UntilAsync(
            () => canvas.FindApiAsync(name),
            found => found!.Status.Url.EndsWith(path, StringComparison.Ordinal) && found.Status.Condition(ConditionTypes.Reachable) is { Status: ConditionStatus.True, Reason: ConditionReasons.Routed },
            $"{name} says that {path} is routed", TriedUrls.Patience);
        return new(api!.Status.Url);
    }

    private static async Task UntilItAnswersAsync(Uri url) => await Deadline.UntilAsync(
        () => AskAsync(url), answer => answer == (HttpStatusCode.OK, true), $"{url} was answered by the implementation", TriedUrls.Patience);

    private static async Task UntilItIsUnknownAsync(Uri url) => await Deadline.UntilAsync(
        () => AskAsync(url), answer => answer == (HttpStatusCode.NotFound, false), $"the gateway knew nothing of {url}", TriedUrls.Patience);

    private static async Task<(HttpStatusCode Status, bool IsTheImplementations)> AskAsync(Uri url)
    {
        using var answer = await Client.GetAsync(url, Token);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token) == Implementation.Answer(url.AbsolutePath));
    }

    private Uri At(string path) => new(Gateway.Url, path);

    private async Task<Canvas> NewCanvasAsync(Implementation implementation)
    {
        Assert.SkipUnless(fixture.Missing is null, fixture.Missing ?? string.Empty);
        var canvas = await Canvas.CreateAsync(fixture.Stack, fixture.NextNamespace());
        Gateway.SetService($"{canvas.Namespace}/{Service}", implementation.Url);
        await canvas.SetEndpointAsync(Service, ready: true);
        return canvas;
    }
}
