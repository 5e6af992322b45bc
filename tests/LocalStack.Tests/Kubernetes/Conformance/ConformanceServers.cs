using System.Collections.Concurrent;
using ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

[assembly: AssemblyFixture(typeof(ConformanceServers))]

namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>The servers of a test run: each starts when the first test asks for it, and lives until the run ends.</summary>
public sealed class ConformanceServers : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ServerKind, Lazy<Task<ConformanceServer>>> _servers = new();

    public Task<ConformanceServer> GetAsync(ServerKind kind) =>
        _servers.GetOrAdd(kind, static one => new Lazy<Task<ConformanceServer>>(() => ConformanceServer.StartAsync(one))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values.Where(server => server.Value.IsCompletedSuccessfully))
        {
            await (await server.Value).DisposeAsync();
        }
    }
}
