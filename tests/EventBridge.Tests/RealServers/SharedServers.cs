using System.Collections.Concurrent;
using System.Net;
using System.Text;
using ApiBridge.EventBridge.Tests.RealServers;

[assembly: AssemblyFixture(typeof(SharedServers))]

namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>The real API servers that tests share, each started when it is first asked for. Every test takes a namespace of its own.</summary>
public sealed class SharedServers : IAsyncDisposable
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private readonly ConcurrentDictionary<(KubernetesFlavor Flavor, bool Cached), Lazy<Task<RealKubernetes>>> _servers = new();

    /// <summary>A server that serves ExposedAPIs.</summary>
    /// <param name="flavor">Which.</param>
    /// <param name="cached">
    /// Whether it answers watches from its cache, as by default, or from etcd, so that what a watch can go on from is what etcd has not compacted.
    /// </param>
    public Task<RealKubernetes> OfAsync(KubernetesFlavor flavor, bool cached = true)
    {
        Assert.SkipUnless(RealKubernetes.IsAvailable, RealKubernetes.Unavailable);
        return _servers.GetOrAdd((flavor, cached), static key => new(() => StartAsync(key.Flavor, key.Cached))).Value;
    }

    /// <summary>Starts a server for one test alone.</summary>
    public static async Task<RealKubernetes> StartAsync(KubernetesFlavor flavor, bool cached)
    {
        Assert.SkipUnless(RealKubernetes.IsAvailable, RealKubernetes.Unavailable);
        var flags = cached ? "" : "--watch-cache=false";
        var server = await RealKubernetes.StartAsync(new() { Flavor = flavor, ExtraApiServerFlags = flags, Compaction = "0" });
        try
        {
            await DefineAsync(server);
            return server;
        }
        catch
        {
            await server.DisposeAsync(); // Its processes would outlive the run.
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            await (await server.Value).DisposeAsync();
        }
    }

    private static async Task DefineAsync(RealKubernetes server)
    {
        using var client = server.CreateClient();
        var definition = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "crds", "exposedapis.oda.tmforum.org.yaml"));
        using var body = new StringContent(definition, Encoding.UTF8, "application/yaml");
        using var created = await client.PostAsync(new Uri(Definitions, UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        await Deadline.UntilAsync(
            async () =>
            {
                using var list = await client.GetAsync(new Uri("/apis/oda.tmforum.org/v1/exposedapis?limit=1", UriKind.Relative));
                return list.IsSuccessStatusCode;
            },
            "ExposedAPIs are served");
    }
}
