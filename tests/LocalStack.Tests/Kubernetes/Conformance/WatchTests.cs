using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>Watches.</summary>
public class WatchTests(ConformanceServers servers) : ConformanceSuite(servers)
{
    [Theory, EveryServer]
    public async Task AWatchResumesAfterAResourceVersion(ServerKind server)
    {
        await UseAsync(server);
        var first = (await Api.PostAsync(Widgets, Widget("a"))).Succeeded();
        (await Api.MergeAsync($"{Widgets}/a", Json("""{"spec": {"size": 2}}"""))).Succeeded();
        (await Api.PostAsync(Widgets, Widget("b"))).Succeeded();
        (await Api.DeleteAsync($"{Widgets}/a")).Succeeded();
        var events = await TakeAsync($"{Widgets}?watch=true&resourceVersion={first.ResourceVersion}", 3);
        Assert.Equal(["MODIFIED a", "ADDED b", "DELETED a"], events.Select(Describe));
        var deleted = events[2]["object"]!;
        Assert.Equal(2, deleted["spec"]!["size"]!.GetValue<int>());
        Assert.True(Revision(deleted) > Revision(events[1]["object"]!), "a deletion has a revision of its own");
    }

    [Theory, EveryServer]
    public async Task AWatchWithoutAVersionStartsWithWhatIsThere(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(Widgets, Widget("a"))).Succeeded();
        Assert.Equal(["ADDED a"], (await TakeAsync($"{Widgets}?watch=true", 1)).Select(Describe));
        Assert.Equal(["ADDED a"], (await TakeAsync($"{Widgets}?watch=1&resourceVersion=0", 1)).Select(Describe));
    }

    [Theory, EveryServer]
    public async Task AWatchShowsWhatHappensWhileItIsOpen(ServerKind server)
    {
        await UseAsync(server);
        var list = (await Api.GetAsync(Widgets)).Succeeded();
        var watching = TakeAsync($"{Widgets}?watch=true&resourceVersion={list.ResourceVersion}", 2);
        (await Api.PostAsync(Widgets, Widget("a"))).Succeeded();
        (await Api.DeleteAsync($"{Widgets}/a")).Succeeded();
        Assert.Equal(["ADDED a", "DELETED a"], (await watching).Select(Describe));
    }

    [Theory, EveryServer]
    public async Task AWatchOfASelectionSeesObjectsComeIntoItAndLeaveIt(ServerKind server)
    {
        await UseAsync(server);
        var list = (await Api.PostAsync(Widgets, Widget("a"))).Succeeded();
        foreach (var label in (string[])["\"1\"", "\"2\"", "null"])
        {
            (await Api.MergeAsync($"{Widgets}/a", Json($$"""{"metadata": {"labels": {"in": {{label}} } } }"""))).Succeeded();
        }

        var events = await TakeAsync($"{Widgets}?watch=true&labelSelector=in&resourceVersion={list.ResourceVersion}", 3);
        Assert.Equal(["ADDED a", "MODIFIED a", "DELETED a"], events.Select(Describe));
    }

    [Theory, EveryServer]
    public async Task ATimeoutEndsAWatchQuietly(ServerKind server)
    {
        await UseAsync(server);
        var list = (await Api.GetAsync(Widgets)).Succeeded();
        var events = new List<JsonObject>();
        var query = $"watch=true&timeoutSeconds=1&resourceVersion={list.ResourceVersion}";
        await foreach (var one in Api.WatchAsync($"{Widgets}?{query}", TestContext.Current.CancellationToken))
        {
            events.Add(one);
        }

        Assert.Empty(events);
    }

    [Theory, EveryServer]
    public async Task AnOldResourceVersionIsExpiredInTheStream(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(Widgets, Widget("a"))).Succeeded();
        Server.Emulator?.CompactHistory();
        var error = (await TakeAsync($"{Widgets}?watch=true&resourceVersion=1", 1))[0];
        Assert.Equal("ERROR", error["type"]!.ToString());
        Assert.Equal("Status", error["object"]!["kind"]!.ToString());
        Assert.Equal((410, "Expired"), (error["object"]!["code"]!.GetValue<int>(), error["object"]!["reason"]!.ToString()));
    }

    [Theory, EveryServer(NotOnKubeApiServer = "bookmarks are best effort, and 1.20 may send none within a minute and a half")]
    public async Task BookmarksAdvanceTheResourceVersionPastWhatIsNotSelected(ServerKind server)
    {
        await UseAsync(server);
        var list = (await Api.GetAsync(Widgets)).Succeeded();
        (await Api.PostAsync($"/apis/{Definitions.Group}/v1/namespaces/default/widgets", Widget(Namespace))).Succeeded();
        var query = $"watch=true&allowWatchBookmarks=true&timeoutSeconds=90&resourceVersion={list.ResourceVersion}";

        // Bookmarks are best effort: a server that is busy may send none before a watch ends.
        var bookmark = await TakeAsync($"{Widgets}?{query}", 1) is [var first] ? first : Assert.Single(await TakeAsync($"{Widgets}?{query}", 1));
        Assert.Equal("BOOKMARK", bookmark["type"]!.ToString());
        Assert.Equal("Widget", bookmark["object"]!["kind"]!.ToString());
        Assert.True(Revision(bookmark["object"]!) > Revision(list.Body), bookmark.ToJsonString());
    }

    [Theory, EveryServer]
    public async Task AVersionIsWatchedInItsOwnShape(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(ExposedApis("v1"), ExposedApi("v1", "a", """{"url": "http://x"}"""))).Succeeded();
        var seen = (await TakeAsync($"{ExposedApis("v1beta4")}?watch=true", 1))[0]["object"]!;
        Assert.Equal("oda.tmforum.org/v1beta4", seen["apiVersion"]!.ToString());
        Assert.Equal("{}", seen["spec"]!["specification"]!.ToJsonString());
    }

    private static string Describe(JsonObject one) => $"{one["type"]} {one["object"]!["metadata"]!["name"]}";

    private static long Revision(JsonNode body) =>
        long.Parse(body["metadata"]!["resourceVersion"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<List<JsonObject>> TakeAsync(string path, int count)
    {
        var events = new List<JsonObject>();
        await foreach (var one in Api.WatchAsync(path, TestContext.Current.CancellationToken))
        {
            events.Add(one);
            if (events.Count == count)
            {
                break;
            }
        }

        return events;
    }
}
