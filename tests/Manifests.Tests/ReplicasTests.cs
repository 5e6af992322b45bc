using System.Text.Json.Nodes;

namespace ApiBridge.Manifests.Tests;

/// <summary>The number of workers is KEDA's: whoever applies the manifests again leaves it as it is.</summary>
public sealed class ReplicasTests(ReplicasTests.Server server) : IClassFixture<ReplicasTests.Server>
{
    private const string Workers = "-n apibridge {0} deployment/apibridge-functions";

    public static TheoryData<string> Ways { get; } = new("apply --validate=strict", "apply --server-side --validate=strict");

    [Theory, MemberData(nameof(Ways))]
    public async Task TheFirstTimeIsOnePodAndEveryFurtherTimeChangesNothing(string apply)
    {
        var manifest = await ManifestAsync(replicas: null);
        var kubectl = await server.FreshAsync();

        await kubectl.RunAsync($"{apply} -f -", manifest);
        Assert.Equal("1", await ReplicasAsync(kubectl));

        foreach (var number in (string[])["0", "2", "0"])
        {
            await ScaleAsync(kubectl, number);
            await kubectl.RunAsync($"{apply} -f -", manifest);
            Assert.Equal(number, await ReplicasAsync(kubectl));
        }
    }

    // An earlier manifest said 0. What leaves a manifest is taken out of the object, and the API server then puts its default there.
    [Theory, MemberData(nameof(Ways))]
    public async Task ComingFromAManifestThatSaidZeroItIsOnePodOnce(string apply)
    {
        var (former, manifest) = (await ManifestAsync(replicas: 0), await ManifestAsync(replicas: null));
        var kubectl = await server.FreshAsync();
        await kubectl.RunAsync($"{apply} -f -", former);

        await kubectl.RunAsync($"{apply} -f -", manifest);
        Assert.Equal("1", await ReplicasAsync(kubectl));

        await ScaleAsync(kubectl, "2");
        await kubectl.RunAsync($"{apply} -f -", manifest);
        Assert.Equal("2", await ReplicasAsync(kubectl));
    }

    private static async Task<string> ManifestAsync(int? replicas)
    {
        var built = await Overlay.BuildAsync("azure", isSingleNamespace: false);
        var workers = (JsonObject)built.Objects.Single(item => item is { Kind: "Deployment", Name: "apibridge-functions" }).Json.DeepClone();
        if (replicas is { } number)
        {
            workers["spec"]!["replicas"] = number;
        }

        return workers.ToJsonString();
    }

    private static async Task<string> ReplicasAsync(Kubectl kubectl) =>
        JsonNode.Parse(await kubectl.RunAsync(Verb("get") + " -o json"))!["spec"]!["replicas"]!.ToString();

    private static Task<string> ScaleAsync(Kubectl kubectl, string number) => kubectl.RunAsync($"{Verb("scale")} --replicas={number}");

    private static string Verb(string verb) => Workers.Replace("{0}", verb, StringComparison.Ordinal);

    /// <summary>A real kube-apiserver.</summary>
    public sealed class Server : IAsyncDisposable
    {
        private RealKubernetes? _server;

        /// <summary>kubectl on the server, on which there are no workers.</summary>
        public async Task<Kubectl> FreshAsync()
        {
            Assert.SkipUnless(RealKubernetes.IsAvailable, RealKubernetes.Unavailable);
            Assert.SkipUnless(TestServers.Kubectl.IsAvailable, TestServers.Kubectl.Unavailable);
            var isNew = _server is null;
            _server ??= await RealKubernetes.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
            var kubectl = new Kubectl(["--kubeconfig", _server.KubeconfigPath]);
            await kubectl.RunAsync(isNew ? "create namespace apibridge" : Verb("delete") + " --ignore-not-found");
            return kubectl;
        }

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
