using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes;

namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>A running server with the suite's definitions.</summary>
public sealed class ConformanceServer : IAsyncDisposable
{
    private readonly IAsyncDisposable _server;

    private ConformanceServer(ServerKind kind, IAsyncDisposable server, HttpClient http, IReadOnlyList<string> kubectl)
    {
        (Kind, _server, Api, Kubectl) = (kind, server, new ApiClient(http), new Kubectl(kubectl));
        (Emulator, RealKubernetes) = (server as KubernetesApiEmulator, server as RealKubernetes);
    }

    public ServerKind Kind { get; }

    public ApiClient Api { get; }

    public Kubectl Kubectl { get; }

    /// <summary>Null when this is a real server.</summary>
    public KubernetesApiEmulator? Emulator { get; }

    /// <summary>Null when this is the emulator.</summary>
    public RealKubernetes? RealKubernetes { get; }

    public static async Task<ConformanceServer> StartAsync(ServerKind kind)
    {
        var server = kind == ServerKind.Emulator ? await StartEmulatorAsync() : await StartRealAsync(kind);
        try
        {
            await server.DefineAllAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync(); // Its processes would outlive the run.
            throw;
        }
    }

    /// <summary>A namespace with a name of its own.</summary>
    public async Task<string> CreateNamespaceAsync()
    {
        var created = await Api.PostAsync("/api/v1/namespaces", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["generateName"] = "test-" },
        });
        return created.Succeeded().Name;
    }

    /// <summary>Creates a CustomResourceDefinition and waits until it is served.</summary>
    public async Task DefineAsync(string definition, string mediaType = "application/json")
    {
        const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        var created = (await Api.SendAsync(HttpMethod.Post, Definitions, definition, mediaType)).Succeeded();
        var spec = created.Body["spec"]!;
        var version = spec["versions"]!.AsArray().First(one => one!["storage"]!.GetValue<bool>())!["name"];
        await Deadline.UntilAsync(
            async () => (await Api.GetAsync($"/apis/{spec["group"]}/{version}/{spec["names"]!["plural"]}?limit=1")).Code == 200
                && (await Api.GetAsync($"{Definitions}/{created.Name}")).Body["status"]?["conditions"]?.AsArray()
                    .Any(condition => condition!["type"]!.ToString() == "Established" && condition["status"]!.ToString() == "True") == true,
            $"{created.Name} is served");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task DefineAllAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "crds")))
        {
            await DefineAsync(await File.ReadAllTextAsync(file), "application/yaml");
        }

        await DefineAsync(Definitions.Widgets.ToJsonString());
        await DefineAsync(Definitions.Gadgets.ToJsonString());
    }

    private static async Task<ConformanceServer> StartEmulatorAsync()
    {
        var emulator = await KubernetesApiEmulator.StartAsync(
            new KubernetesApiEmulatorOptions { BookmarkInterval = TimeSpan.FromMilliseconds(200) });
        var http = new HttpClient { BaseAddress = emulator.Url };
        return new ConformanceServer(ServerKind.Emulator, emulator, http, ["--server", emulator.Url.ToString()]);
    }

    private static async Task<ConformanceServer> StartRealAsync(ServerKind kind)
    {
        var options = kind == ServerKind.Mini36
            ? new RealKubernetesOptions { Flavor = KubernetesFlavor.Mini36 }
            : new RealKubernetesOptions { ControllerManager = true };
        var real = await TestServers.RealKubernetes.StartAsync(options);
        return new ConformanceServer(kind, real, real.CreateClient(), ["--kubeconfig", real.KubeconfigPath]);
    }
}
