using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Running;
using ApiBridge.LocalStack.Samples;
using k8s;
using Microsoft.Playwright;

namespace ApiBridge.Dashboard.Tests;

/// <summary>A test that looks at the dashboard of the local stack in a real browser. Whatever the browser complains of fails it.</summary>
public abstract class DashboardTest(DashboardFixture fixture) : IAsyncLifetime
{
    private readonly List<string> _complaints = [];
    private readonly List<DashboardProcess> _own = [];
    private IBrowserContext? _context;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected DashboardFixture Fixture => fixture;

    protected Stack Stack => fixture.Stack;

    protected string Namespace { get; } = fixture.NextNamespace();

    protected IPage Page { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(DashboardFixture.Missing is not null, DashboardFixture.Missing ?? string.Empty);
        Page = await OpenAsync(fixture.Dashboard.Url, 1280, 800, ColorScheme.Light);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        foreach (var dashboard in _own)
        {
            await dashboard.DisposeAsync();
        }

        GC.SuppressFinalize(this);
        Assert.Empty(_complaints);
    }

    /// <summary>A page of its own, let in by the URL that was printed.</summary>
    protected async Task<IPage> OpenAsync(Uri url, int width, int height, ColorScheme scheme)
    {
        await CloseAsync();
        _context = await fixture.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        _context.SetDefaultTimeout(30_000);
        var page = await _context.NewPageAsync();
        page.Console += (_, message) => Complain(message.Type == "error" ? message.Text : null);
        page.PageError += (_, error) => Complain(error);
        page.Dialog += (_, dialog) => Complain($"a dialog says {dialog.Message}");
        await page.GotoAsync(url.AbsoluteUri);
        await page.Locator("h1").WaitForAsync();
        return page;
    }

    /// <summary>A dashboard of this test's own, which ends after the browser has looked.</summary>
    protected async Task<DashboardProcess> StartAsync(IReadOnlyList<string> arguments, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var dashboard = await DashboardProcess.StartAsync(arguments, settings);
        _own.Add(dashboard);
        return dashboard;
    }

    /// <summary>Looks no more.</summary>
    protected async Task CloseAsync()
    {
        if (_context is not null)
        {
            await _context.DisposeAsync();
            _context = null;
        }
    }

    /// <summary>Leaves out what the browser complained of so far.</summary>
    protected void Forgive()
    {
        lock (_complaints)
        {
            _complaints.Clear();
        }
    }

    protected Task GoAsync(string path) => GoAsync(Page, path);

    protected async Task GoAsync(IPage page, string path)
    {
        await page.GotoAsync(new Uri(fixture.Dashboard.Root, path).AbsoluteUri);
        await page.Locator("h1").WaitForAsync();
    }

    protected async Task FilterAsync(string text)
    {
        // The component takes a moment to be one: what is written before is lost.
        await Deadline.UntilAsync(
            async () =>
            {
                await Page.Locator(".filters fluent-text-input input").FillAsync(string.Empty);
                await Page.Locator(".filters fluent-text-input input").FillAsync(text);
                await Page.WaitForTimeoutAsync(300);
                return await Page.Locator(".said").GetAttributeAsync("data-filter");
            },
            filter => filter == text,
            $"the filter is '{text}'",
            TimeSpan.FromSeconds(30));
    }

    /// <summary>The row of an API on the first page, which is filtered to its namespace.</summary>
    protected ILocator Row(string name) => Page.Locator(".grid tbody tr", new() { Has = Page.Locator($"a.name[href='/apis/{Namespace}/{name}']") });

    protected Task ApplyAsync(JsonObject item, string? ns = null) =>
        new SampleApplier(Stack.Cluster.Client, TimeProvider.System).ApplyAsync([SampleObject.From("test", item)], ns ?? Namespace, Token);

    protected async Task ApplyApiAsync(string name, string path, string service = "orders-svc", JsonObject? annotations = null, string? ns = null)
    {
        await ApplyAsync(new()
        {
            ["apiVersion"] = "networking.k8s.io/v1",
            ["kind"] = "Ingress",
            ["metadata"] = new JsonObject { ["name"] = "apig-operator-uportal" },
            ["spec"] = new JsonObject { ["defaultBackend"] = new JsonObject { ["service"] = new JsonObject { ["name"] = "apig", ["port"] = new JsonObject { ["number"] = 8080 } } } },
            ["status"] = new JsonObject { ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = "203.0.113.7" }) } },
        });
        await ApplyAsync(new()
        {
            ["apiVersion"] = "oda.tmforum.org/v1",
            ["kind"] = "ExposedAPI",
            ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = annotations ?? [] },
            ["spec"] = new JsonObject
            {
                ["name"] = name,
                ["apiType"] = "openapi",
                ["implementation"] = service,
                ["path"] = path,
                ["port"] = 8080,
                ["specification"] = new JsonObject { ["url"] = "https://example.org/orders.json", ["version"] = "v4" },
            },
        }, ns);
    }

    protected Task DeleteApiAsync(string name) =>
        Stack.Cluster.Client.CustomObjects.DeleteNamespacedCustomObjectAsync("oda.tmforum.org", "v1", Namespace, "exposedapis", name, cancellationToken: Token);

    protected Task SetEndpointAsync(bool ready, string service = "orders-svc") => ApplyAsync(new()
    {
        ["apiVersion"] = "discovery.k8s.io/v1",
        ["kind"] = "EndpointSlice",
        ["metadata"] = new JsonObject { ["name"] = service + "-1", ["labels"] = new JsonObject { ["kubernetes.io/service-name"] = service } },
        ["addressType"] = "IPv4",
        ["endpoints"] = new JsonArray(new JsonObject { ["addresses"] = new JsonArray("10.0.0.7"), ["conditions"] = new JsonObject { ["ready"] = ready } }),
        ["ports"] = new JsonArray(),
    });

    private void Complain(string? complaint)
    {
        if (complaint is not null)
        {
            lock (_complaints)
            {
                _complaints.Add(complaint);
            }
        }
    }
}
