using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.Simulation.Tests.Cluster;

/// <summary>The resources of the simulated cluster.</summary>
internal static class Resources
{
    public static readonly GroupResource ExposedApis = new("oda.tmforum.org", "exposedapis");

    public static readonly GroupResource Components = new("oda.tmforum.org", "components");

    public static readonly GroupResource EndpointSlices = new("discovery.k8s.io", "endpointslices");

    public static readonly GroupResource Services = new(string.Empty, "services");

    public static readonly GroupResource Ingresses = new("networking.k8s.io", "ingresses");

    /// <summary>A definition that takes any content.</summary>
    public static JsonObject Define(GroupResource resource, string kind, bool hasStatus) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = resource.ToString() },
        ["spec"] = new JsonObject
        {
            ["group"] = resource.Group,
            ["scope"] = "Namespaced",
            ["names"] = new JsonObject { ["plural"] = resource.Resource, ["kind"] = kind },
            ["versions"] = new JsonArray(new JsonObject
            {
                ["name"] = "v1",
                ["served"] = true,
                ["storage"] = true,
                ["subresources"] = hasStatus ? new JsonObject { ["status"] = new JsonObject() } : null,
                ["schema"] = new JsonObject
                {
                    ["openAPIV3Schema"] = new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true },
                },
            }),
        },
    };
}
