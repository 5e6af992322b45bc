using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.LocalStack.Samples;
using k8s;

namespace ApiBridge.LocalStack.Tests;

/// <summary>Which cluster a run works on, and where in it.</summary>
public sealed class ClusterRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TheEmulatorIsTakenAndNobodyElseAskedWhateverTheEnvironmentSays()
    {
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        var elsewhere = trap.LocalEndpoint.ToString()!;
        var kubeconfig = Kubeconfig($"http://{elsewhere}");
        Directory.CreateDirectory(Path.Combine(_folder.Path, ".kube"));
        File.Copy(kubeconfig, Path.Combine(_folder.Path, ".kube", "config"));
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["KUBECONFIG"] = kubeconfig,
            ["ApiBridge__Kubernetes__Kubeconfig"] = kubeconfig,
            ["ApiBridge__Kubernetes__Context"] = "a",
            ["ApiBridge__Kubernetes__Server"] = $"http://{elsewhere}",
            ["KUBERNETES_SERVICE_HOST"] = "127.0.0.1",
            ["KUBERNETES_SERVICE_PORT"] = elsewhere.Split(':')[1],
            ["HOME"] = _folder.Path,
            ["XDG_CACHE_HOME"] = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
                ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        };
        foreach (var name in new[] { "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy" })
        {
            environment[name] = $"http://{elsewhere}";
        }

        environment["no_proxy"] = "example.com";
        await using var demo = RunningDemo.Start(environment, "--once");

        Assert.Equal(0, await demo.EndAsync());
        Assert.Empty(demo.Errors);
        Assert.False(trap.Pending());
    }

    [Fact]
    public async Task WhatIsStartedGetsNoKubeconfigOfTheUsers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "children are found in /proc");
        var kubeconfig = Kubeconfig("http://127.0.0.1:1");
        await using var demo = RunningDemo.Start(new Dictionary<string, string>(StringComparer.Ordinal) { ["KUBECONFIG"] = kubeconfig });
        await demo.SaysAsync("Ctrl-C ends it all.");

        var environments = Descendants(demo.ProcessId).Select(child => File.ReadAllText($"/proc/{child}/environ")).ToList();
        await demo.InterruptAsync();
        await demo.EndAsync();

        // The queue service, what looks after the host, the host and the worker.
        Assert.True(environments.Count >= 4, $"There were {environments.Count}.");
        Assert.All(environments, environment => Assert.DoesNotContain(kubeconfig, environment, StringComparison.Ordinal));
    }

    [Fact]
    public async Task OnAClusterOnlyTheNamedNamespacesAreTouched()
    {
        await using var cluster = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        using var client = new k8s.Kubernetes(new KubernetesClientConfiguration { Host = cluster.Url.OriginalString });
        var applier = new SampleApplier(client, TimeProvider.System);
        await applier.ApplyDefinitionsAsync(SampleFolder.Read(Path.Combine(AppContext.BaseDirectory, "crds")), Token);
        await applier.ApplyAsync(SampleFolder.Read(Path.Combine(AppContext.BaseDirectory, "samples")), "components", Token);
        await applier.ApplyAsync(
            [
                SampleObject.From("test", System.Text.Json.Nodes.JsonNode.Parse("""
                    { "apiVersion": "oda.tmforum.org/v1", "kind": "ExposedAPI", "metadata": { "name": "other" },
                      "spec": { "name": "other", "apiType": "openapi", "implementation": "service", "path": "/other", "port": 80, "specification": {} } }
                    """)!),
            ],
            "components",
            Token);
        var before = await InAsync(client, "components");
        var kubeconfig = Kubeconfig(cluster.Url.OriginalString);
        await using var demo = RunningDemo.Start("--once", "--kubeconfig", kubeconfig, "--context", "a", "--namespace", "shop,more", "--component-operator", "--yes");

        Assert.Equal(0, await demo.EndAsync());
        Assert.Empty(demo.Errors);
        Assert.StartsWith($"This applies the samples to {cluster.Url} (context a, user nobody), namespaces shop, more,", demo.Output.First(), StringComparison.Ordinal);
        Assert.StartsWith("4 of 4 APIs ready", demo.Output.Last(), StringComparison.Ordinal);
        Assert.Equal(4, (await InAsync(client, "shop")).Count(item => item.StartsWith("ExposedAPI ", StringComparison.Ordinal)));
        Assert.Equal(before, await InAsync(client, "components"));
        var leases = await client.CoordinationV1.ListLeaseForAllNamespacesAsync(cancellationToken: Token);
        Assert.All(leases.Items, lease => Assert.Equal("shop", lease.Metadata.NamespaceProperty));
    }

    [Theory]
    [InlineData("--context is 'a' without --kubeconfig", "--context", "a")]
    [InlineData("--namespace is 'a' without --kubeconfig", "--namespace", "a")]
    [InlineData("--kubeconfig is 'a' without --namespace", "--kubeconfig", "a")]
    [InlineData("--kubeconfig is 'a' without --namespace", "--kubeconfig", "a", "--namespace", ",")]
    [InlineData("--kubeconfig is empty", "--kubeconfig", "", "--namespace", "a")]
    [InlineData("--context is empty", "--kubeconfig", "a", "--namespace", "a", "--context", "")]
    [InlineData("--namespace has '*'", "--kubeconfig", "a", "--namespace", "a,*")]
    [InlineData("--namespace has 'a.b'", "--kubeconfig", "a", "--namespace", "a.b")]
    public async Task WhatDoesNotGoTogetherIsNamed(string named, params string[] arguments)
    {
        await using var demo = RunningDemo.Start([.. arguments, "--once"]);

        Assert.Equal(1, await demo.EndAsync());
        Assert.StartsWith($"apibridge: {named}", Assert.Single(demo.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutATerminalNothingIsDoneToAClusterUnlessYesIsSaid()
    {
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        await using var demo = RunningDemo.Start("--kubeconfig", Kubeconfig($"http://{trap.LocalEndpoint}"), "--namespace", "shop");

        Assert.Equal(1, await demo.EndAsync());
        Assert.Equal(
            $"apibridge: there is no terminal to ask on whether to work on http://{trap.LocalEndpoint}/ (context a, user nobody), namespace shop: say so with --yes.",
            Assert.Single(demo.Errors));
        Assert.False(trap.Pending());
    }

    private string Kubeconfig(string server) => _folder.Write("kubeconfig", $$$"""
        current-context: a
        clusters: [{name: a, cluster: {server: '{{{server}}}'}}]
        contexts: [{name: a, context: {cluster: a}}]
        """);

    private static async Task<List<string>> InAsync(k8s.Kubernetes client, string ns)
    {
        List<string> found = [];
        foreach (var plural in new[] { "components", "exposedapis" })
        {
            var list = await client.CustomObjects.ListNamespacedCustomObjectAsync<JsonElement>("oda.tmforum.org", "v1", ns, plural, cancellationToken: Token);
            found.AddRange(list.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("kind")} {item.GetRawText()}"));
        }

        return found;
    }

    private static IEnumerable<int> Descendants(int processId) => Directory.GetDirectories($"/proc/{processId}/task")
        .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(child => int.Parse(child, System.Globalization.CultureInfo.InvariantCulture))
        .SelectMany(child => Descendants(child).Prepend(child));
}
