using System.Collections.Concurrent;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Hosting;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Manifests.Tests.Rights;

/// <summary>The rights of the manifests are enough, and each verb of them is needed: without it the product says at once which one is missing.</summary>
public sealed class LeastPrivilegeTests(RightsFixture cluster, AzuriteFixture azurite) : IClassFixture<RightsFixture>
{
    private const string Bridge = "apibridge-eventbridge";
    private const string Functions = "apibridge-functions";
    private static readonly ParallelOptions SomeAtOnce = new() { MaxDegreeOfParallelism = 4 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheBridgeNamesEachVerbThatIsMissing(bool isSingleNamespace)
    {
        var rights = await RightsAsync(isSingleNamespace);
        Assert.NotEmpty(rights.Of(Bridge));

        await RunBridgeAsync(rights, without: null, isSingleNamespace, async (tenant, bridge, queue) =>
        {
            using var probe = new HttpClient { BaseAddress = new Uri(bridge.Urls.First()) };
            await Deadline.UntilAsync(() => ReadinessAsync(probe), report => report.Flag("ready") == true, "the bridge was ready");
            await Deadline.UntilAsync(
                async () => (await AzuriteFixture.Client(azurite.ConnectionString, queue).TakeAsync()).Any(message => message.Key == tenant.Api), "the API was announced");
        });

        // An Event that can't be written is logged, and leaves the bridge ready; there is one only where an object can't be read.
        await AssertNoneIsSpareAsync(rights.Of(Bridge).Where(grant => grant.Resource != "events"), grant => NoticesAsync(rights, grant, isSingleNamespace));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheWorkerNamesEachVerbThatIsMissing(bool isSingleNamespace)
    {
        var rights = await RightsAsync(isSingleNamespace);
        Assert.NotEmpty(rights.Of(Functions));

        foreach (var hasStatusSubresource in (bool[])[false, true])
        {
            await cluster.HaveStatusSubresourceAsync(hasStatusSubresource);
            await WorkAsync(rights, without: null, isSingleNamespace, hasStatusSubresource, async (tenant, worker) =>
            {
                Assert.Empty(worker.Refusals);
                Assert.False(worker.HasPutOff);
                var api = await tenant.ReadApiAsync();
                Assert.Equal(ConditionReasons.SpecInvalid, api.Status.Condition(ConditionTypes.Registered)!.Reason);
                Assert.Equal($"http://203.0.113.10/{tenant.Namespace}", api.Status.Url);
                Assert.Equal(api.Status.Url, await tenant.ReadEntryUrlAsync());
                Assert.Equal([2], await tenant.ReadEventCountsAsync());

                await LeaveAsync(tenant, worker);
                Assert.Empty(worker.Refusals);
                Assert.False(await tenant.HasApiAsync());
            });
            await AssertNoneIsSpareAsync(
                rights.Of(Functions).Where(grant => grant.Resource is not ("namespaces" or "services")
                    && grant.Resource.EndsWith("/status", StringComparison.Ordinal) == hasStatusSubresource),
                async grant =>
                {
                    var noticed = false;
                    await WorkAsync(rights, grant, isSingleNamespace, hasStatusSubresource, async (tenant, worker) =>
                    {
                        await LeaveAsync(tenant, worker);

                        // An Event that can't be written changes no outcome, and no reconcile lists APIs.
                        noticed = (worker.HasPutOff || grant is { Resource: "events" } or { Resource: "exposedapis", Verb: "list" }) && worker.Refusals.Any() && worker.Refusals.All(said => said.Contains(grant.Refusal, StringComparison.Ordinal));
                    });
                    return noticed;
                });
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheWorkerNamesEachVerbWithoutWhichItWaitsForAGatewayThatWentWithItsNamespace(bool isSingleNamespace)
    {
        var rights = await RightsAsync(isSingleNamespace);
        await cluster.HaveStatusSubresourceAsync(false);
        Assert.False((await OutliveGatewayAsync(rights, without: null, isSingleNamespace)).IsHeld);

        var grants = rights.Of(Functions).Where(grant => grant.Resource is "namespaces" or "services").ToList();
        Assert.Equal(2, grants.Count);
        foreach (var grant in grants)
        {
            var (isHeld, refusals) = await OutliveGatewayAsync(rights, grant, isSingleNamespace);
            Assert.True(isHeld);
            Assert.Single(refusals, said => said.Contains(grant.Refusal, StringComparison.Ordinal) && said.Contains($"role get on {grant.Resource}", StringComparison.Ordinal));
        }
    }

    private static async Task<ProgramRights> RightsAsync(bool isSingleNamespace)
    {
        Assert.SkipUnless(RightsFixture.Missing is null, RightsFixture.Missing ?? string.Empty);
        return new(await TestServers.Manifests.BuildAsync("azurite", isSingleNamespace));
    }

    private static async Task AssertNoneIsSpareAsync(IEnumerable<Grant> grants, Func<Grant, Task<bool>> noticesAsync)
    {
        var spare = new ConcurrentBag<Grant>();
        await Parallel.ForEachAsync(grants, SomeAtOnce, async (grant, _) =>
        {
            if (!await noticesAsync(grant))
            {
                spare.Add(grant);
            }
        });
        Assert.Empty(spare);
    }

    private async Task<bool> NoticesAsync(ProgramRights rights, Grant without, bool isSingleNamespace)
    {
        try
        {
            await RunBridgeAsync(rights, without, isSingleNamespace, async (_, bridge, _) =>
            {
                using var probe = new HttpClient { BaseAddress = new Uri(bridge.Urls.First()) };
                var isOptional = without.Resource == "components";
                await Deadline.UntilAsync(
                    () => ReadinessAsync(probe),
                    report => (report.Flag("ready") == isOptional) && Told(report, isOptional).Any(reason =>
                        reason.Contains(without.Refusal, StringComparison.Ordinal) && reason.Contains("Add to the bridge's", StringComparison.Ordinal)),
                    $"the bridge said that it {without.Refusal}");
            });
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // The bridge does its part without the Components, and says all the same what it lacks.
    private static IEnumerable<string> Told(JsonElement report, bool isOptional) =>
        isOptional ? report.Items("watches").Select(watch => watch.Text("error")) : report.Items("reasons").Select(reason => reason.GetString()!);

    private async Task RunBridgeAsync(ProgramRights rights, Grant? without, bool isSingleNamespace, Func<Tenant, WebApplication, string, Task> lookAsync)
    {
        var tenant = await Tenant.CreateAsync(cluster, rights, without);
        var queue = AzuriteFixture.NewQueueName();
        Dictionary<string, string?> settings = new()
        {
            ["urls"] = "http://127.0.0.1:0",
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["ApiEventsQueue"] = queue,
            ["ApiBridge:Kubernetes:Kubeconfig"] = await tenant.SignInAsync(Bridge, rights, without),
            ["ApiBridge:Scope:Namespaces"] = isSingleNamespace ? tenant.Namespace : "*",
            ["ApiBridge:Gateway:Endpoint"] = cluster.Gateway.Url.OriginalString,
            ["ApiBridge:Gateway:EntryName"] = "{namespace}.{name}",
            ["ApiBridge:Leadership:LeaseDuration"] = "00:00:04",
            ["ApiBridge:Leadership:RenewDeadline"] = "00:00:03",
            ["ApiBridge:Watch:MaxBackoff"] = "00:00:02",
        };
        await using var bridge = EventBridgeHost.Build([], configuration => configuration.AddInMemoryCollection(settings), logging => logging.ClearProviders());
        await bridge.StartAsync(Token);
        await lookAsync(tenant, bridge, queue);
        await bridge.StopAsync(Token);
    }

    // Registers the API, then breaks it twice in the same way, so that an Event is written and counted up.
    private async Task WorkAsync(
        ProgramRights rights, Grant? without, bool isSingleNamespace, bool hasStatusSubresource, Func<Tenant, Worker, Task> lookAsync)
    {
        var tenant = await Tenant.CreateAsync(cluster, rights, without);
        await tenant.EnterApiAsync(hasStatusSubresource);
        await using var worker = new Worker(
            new("AzureWebJobsStorage", azurite.ConnectionString),
            new("ApiRetryQueue", AzuriteFixture.NewQueueName()),
            new("ApiBridge:Kubernetes:Kubeconfig", await tenant.SignInAsync(Functions, rights, without)),
            new("ApiBridge:Scope:Namespaces", isSingleNamespace ? tenant.Namespace : "*"),
            new("ApiBridge:Gateway:Endpoint", cluster.Gateway.Url.OriginalString),
            new("ApiBridge:Gateway:EntryName", "{namespace}.{name}"));
        foreach (var path in (string[])[$"/{tenant.Namespace}", "no-slash", $"/{tenant.Namespace}", "no-slash"])
        {
            await tenant.ChangePathAsync(path);
            await worker.HandleAsync(tenant.Api);
        }

        await worker.ReportAsync(tenant.Namespace);
        await lookAsync(tenant, worker);
    }

    // Has the API's namespace deleted, in which its gateway never was.
    private async Task<(bool IsHeld, IReadOnlyList<string> Refusals)> OutliveGatewayAsync(ProgramRights rights, Grant? without, bool isSingleNamespace)
    {
        var tenant = await Tenant.CreateAsync(cluster, rights, without);
        await using var worker = new Worker(
            new("AzureWebJobsStorage", azurite.ConnectionString),
            new("ApiRetryQueue", AzuriteFixture.NewQueueName()),
            new("ApiBridge:Kubernetes:Kubeconfig", await tenant.SignInAsync(Functions, rights, without)),
            new("ApiBridge:Scope:Namespaces", isSingleNamespace ? tenant.Namespace : "*"),
            new("ApiBridge:Gateway:Endpoint", "gone-apig.{namespace}.svc:8080"),
            new("ApiBridge:Gateway:AttemptTimeout", "00:00:01"),
            new("ApiBridge:Gateway:Retries", "0"));
        await worker.HandleAsync(tenant.Api);
        await cluster.Client.CoreV1.DeleteNamespaceAsync(tenant.Namespace, cancellationToken: Token);
        await LeaveAsync(tenant, worker);
        await worker.HandleAsync(tenant.Api);
        return (await tenant.HasApiAsync(), [.. worker.Refusals]);
    }

    private static async Task LeaveAsync(Tenant tenant, Worker worker)
    {
        await tenant.DeleteApiAsync();
        await worker.HandleAsync(tenant.Api);
    }

    private static async Task<JsonElement> ReadinessAsync(HttpClient probe)
    {
        using var answer = await probe.GetAsync(new Uri("/readyz", UriKind.Relative), Token);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(Token));
    }
}
