namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>Lists, pages and selectors.</summary>
public class ListTests(ConformanceServers servers) : ConformanceSuite(servers)
{
    [Theory, EveryServer]
    public async Task AListHasAllObjectsInOrderAndARevision(ServerKind server)
    {
        await UseAsync(server);
        await CreateAsync("b", "a", "c");
        var list = (await Api.GetAsync(Widgets)).Succeeded();
        Assert.Equal(["a", "b", "c"], list.ItemNames);
        Assert.Equal("WidgetList", list.Body["kind"]!.ToString());
        Assert.NotEmpty(list.ResourceVersion);
    }

    [Theory, EveryServer]
    public async Task PagesShowTheStateOfTheFirstOne(ServerKind server)
    {
        await UseAsync(server);
        await CreateAsync("a", "b", "c", "d", "e");
        var first = (await Api.GetAsync($"{Widgets}?limit=2")).Succeeded();
        Assert.Equal(["a", "b"], first.ItemNames);
        Assert.Equal(3, first.Body["metadata"]!["remainingItemCount"]!.GetValue<int>());
        await CreateAsync("bb");
        (await Api.DeleteAsync($"{Widgets}/e")).Succeeded();
        var second = (await Api.GetAsync($"{Widgets}?limit=2&continue={Continue(first)}")).Succeeded();
        Assert.Equal(["c", "d"], second.ItemNames);
        Assert.Equal(first.ResourceVersion, second.ResourceVersion);
        var third = (await Api.GetAsync($"{Widgets}?limit=2&continue={Continue(second)}")).Succeeded();
        Assert.Equal(["e"], third.ItemNames);
        Assert.Null(third.Body["metadata"]!["continue"]?.ToString() is { Length: > 0 } more ? more : null);
    }

    [Theory, EveryServer]
    public async Task AMalformedPageIsABadRequest(ServerKind server)
    {
        await UseAsync(server);
        (await Api.GetAsync($"{Widgets}?limit=2&continue=nonsense")).FailedWith(400, "BadRequest");
    }

    [Theory]
    [EveryServer(NotOnKubeApiServer = "it compacts after minutes", NotOnMini36 = "it compacts after minutes")]
    public async Task APageFromBeforeCompactionIsExpired(ServerKind server)
    {
        await UseAsync(server);
        await CreateAsync("a", "b", "c");
        var first = (await Api.GetAsync($"{Widgets}?limit=2")).Succeeded();
        await CreateAsync("d");
        Server.Emulator!.CompactHistory();
        (await Api.GetAsync($"{Widgets}?limit=2&continue={Continue(first)}")).FailedWith(410, "Expired");
    }

    [Theory, EveryServer]
    public async Task LabelsSelect(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(Widgets, Widget("a", metadata: """{"labels": {"tier": "front", "x/y": "1"}}"""))).Succeeded();
        (await Api.PostAsync(Widgets, Widget("b", metadata: """{"labels": {"tier": "back"}}"""))).Succeeded();
        (await Api.PostAsync(Widgets, Widget("c"))).Succeeded();
        foreach (var (selector, names) in new[]
        {
            ("tier=front", "a"), ("tier==back", "b"), ("tier!=front", "bc"), ("tier", "ab"), ("!tier", "c"), ("x/y=1", "a"),
            ("tier in (front, back)", "ab"), ("tier notin (front)", "bc"), ("tier,tier!=back", "a"), ("tier in (none)", ""),
        })
        {
            var list = await Api.GetAsync($"{Widgets}?labelSelector={Uri.EscapeDataString(selector)}");
            Assert.Equal(names, string.Concat(list.Succeeded().ItemNames));
        }

        (await Api.GetAsync($"{Widgets}?labelSelector={Uri.EscapeDataString("a in (")}")).FailedWith(400, "BadRequest");
    }

    [Theory, EveryServer]
    public async Task NamesAndNamespacesAreTheFieldsThatSelect(ServerKind server)
    {
        await UseAsync(server);
        await CreateAsync("a", "b");
        var all = $"/apis/{Definitions.Group}/v1/widgets";
        Assert.Equal(["b"], (await Api.GetAsync($"{Widgets}?fieldSelector=metadata.name%3Db")).Succeeded().ItemNames);
        Assert.Equal(["a"], (await Api.GetAsync($"{Widgets}?fieldSelector=metadata.name!%3Db")).Succeeded().ItemNames);
        Assert.Equal(
            ["a", "b"], (await Api.GetAsync($"{all}?fieldSelector=metadata.namespace%3D{Namespace}")).Succeeded().ItemNames);
        (await Api.GetAsync($"{Widgets}?fieldSelector=spec.size%3D1")).FailedWith(400, "BadRequest");
    }

    private static string Continue(Answer page) => Uri.EscapeDataString(page.Body["metadata"]!["continue"]!.ToString());

    private async Task CreateAsync(params string[] names)
    {
        foreach (var name in names)
        {
            (await Api.PostAsync(Widgets, Widget(name))).Succeeded();
        }
    }
}
