using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Gateway;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>A namespace whose gateway lives in it: first the gateway is replaced, then all of it goes for good.</summary>
internal sealed class LostNamespace(World world, SpecWriter specs)
{
    private const string First = "first";
    private readonly string _ns = world.Scenario.Namespaces[^1];

    /// <summary>The namespace's gateway.</summary>
    private string Gateway => world.Settings.EndpointOf(_ns).Authority;

    private string? Service => world.Settings.ServiceOf(Gateway, _ns);

    /// <summary>Whether the gateway lives in the namespace.</summary>
    public bool CanBe => Service is not null;

    /// <summary>The gateway has a Service, and one more API is registered there.</summary>
    public void Begin()
    {
        world.Cluster.Create(Resources.Services, _ns, Service!, []);
        specs.Create(_ns, First, "/first");
    }

    /// <summary>The gateway's Service goes for a while, and in that time the API is deleted.</summary>
    public void Replace()
    {
        world.Trace.Add("world", $"the gateway of {_ns} is replaced");
        world.Gateway.Outages[Gateway] = GatewayFailure.Unreachable;
        world.Cluster.Delete(Resources.Services, _ns, Service!);
        world.Cluster.Delete(Resources.ExposedApis, _ns, First);
    }

    /// <summary>It is back, with all that it held.</summary>
    public void Return()
    {
        world.Gateway.Outages.Remove(Gateway);
        world.Cluster.Create(Resources.Services, _ns, Service!, []);
    }

    /// <summary>The namespace is deleted, and the gateway in it does not come back.</summary>
    public void Go()
    {
        world.Trace.Add("world", $"{_ns} goes with its gateway");
        world.Happenings.Add(Happening.GatewayWentWithItsNamespace);
        world.Gateway.Outages[Gateway] = GatewayFailure.Unreachable;
        world.Gateway.Lose(world.Gateway.Entries.Where(entry => entry.Gateway == Gateway));
        world.Cluster.Terminating.Add(_ns);
        world.Cluster.Change(BuiltInResources.Namespaces.Name, string.Empty, _ns, body => body["status"]!["phase"] = "Terminating", "status");
        foreach (var api in world.Cluster.Apis.Where(api => api.Key.Namespace == _ns))
        {
            world.Cluster.Delete(Resources.ExposedApis, _ns, api.Key.Name);
        }

        world.Cluster.Delete(Resources.Services, _ns, Service!);
    }

    /// <summary>Those that are still there.</summary>
    public IEnumerable<ExposedApi> Left => world.Cluster.Apis.Where(api => api.Key.Namespace == _ns);
}
