using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>The kinds that are served without a definition.</summary>
public class BuiltInTests(ConformanceServers servers) : ConformanceSuite(servers)
{
    [Theory, EveryServer]
    public async Task ALeaseIsTakenOverByUpdate(ServerKind server)
    {
        await UseAsync(server);
        var leases = $"/apis/coordination.k8s.io/v1/namespaces/{Namespace}/leases";
        var lease = Json("""
            {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "leader"},
             "spec": {"holderIdentity": "a", "leaseDurationSeconds": 15, "renewTime": "2026-01-02T03:04:05.678901Z"}}
            """);
        var created = (await Api.PostAsync(leases, lease)).Succeeded();
        Assert.Equal("2026-01-02T03:04:05.678901Z", created.Body["spec"]!["renewTime"]!.ToString());
        var next = (JsonObject)created.Body.DeepClone();
        next["spec"]!["holderIdentity"] = "b";
        Assert.Equal("b", (await Api.PutAsync($"{leases}/leader", next)).Succeeded().Body["spec"]!["holderIdentity"]!.ToString());
        next["spec"]!["holderIdentity"] = "c";
        (await Api.PutAsync($"{leases}/leader", next)).FailedWith(409, "Conflict");
    }

    [Theory, EveryServer(NotOnMini36 = "it has no conversion between the two")]
    public async Task AnEventIsSeenInBothGroups(ServerKind server)
    {
        await UseAsync(server);
        var created = Json($$"""
            {"apiVersion": "v1", "kind": "Event", "metadata": {"name": "one"}, "type": "Warning", "reason": "Refused", "message": "no",
             "involvedObject": {"kind": "ExposedAPI", "name": "api", "namespace": "{{Namespace}}"}, "source": {"component": "bridge"}, "count": 1}
            """);
        (await Api.PostAsync(Core("events"), created)).Succeeded();
        var seen = (await Api.GetAsync($"/apis/events.k8s.io/v1/namespaces/{Namespace}/events/one")).Succeeded().Body;
        Assert.Equal(("no", "api", "bridge"), (
            seen["note"]!.ToString(), seen["regarding"]!["name"]!.ToString(), seen["deprecatedSource"]!["component"]!.ToString()));
    }

    [Theory, EveryServer(NotOnMini36 = "it selects events by name and namespace alone")]
    public async Task EventsAreSelectedByTheObjectTheyConcern(ServerKind server)
    {
        await UseAsync(server);
        foreach (var name in (string[])["a", "b"])
        {
            (await Api.PostAsync(Core("events"), Json($$"""
                {"apiVersion": "v1", "kind": "Event", "metadata": {"name": "{{name}}"}, "type": "Normal", "reason": "Seen",
                 "involvedObject": {"kind": "ExposedAPI", "name": "{{name}}", "namespace": "{{Namespace}}"} }
                """))).Succeeded();
        }

        var selector = Uri.EscapeDataString("involvedObject.name=b,involvedObject.kind=ExposedAPI");
        Assert.Equal(["b"], (await Api.GetAsync($"{Core("events")}?fieldSelector={selector}")).Succeeded().ItemNames);
    }

    [Theory, EveryServer]
    public async Task AnIngressGetsItsAddressThroughTheSubresource(ServerKind server)
    {
        await UseAsync(server);
        var ingresses = $"/apis/networking.k8s.io/v1/namespaces/{Namespace}/ingresses";
        var ingress = Json("""
            {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "gateway"},
             "spec": {"defaultBackend": {"service": {"name": "gateway", "port": {"number": 80} } } } }
            """);
        (await Api.PostAsync(ingresses, ingress)).Succeeded();
        var status = Json("""{"status": {"loadBalancer": {"ingress": [{"ip": "10.1.2.3"}]} } }""");
        var patched = (await Api.MergeAsync($"{ingresses}/gateway/status", status)).Succeeded();
        Assert.Equal("10.1.2.3", patched.Body["status"]!["loadBalancer"]!["ingress"]![0]!["ip"]!.ToString());
        (await Api.MergeAsync($"{ingresses}/gateway", Json("""{"status": null, "metadata": {"labels": {"a": "b"} } }"""))).Succeeded();
        var read = (await Api.GetAsync($"{ingresses}/gateway")).Succeeded();
        Assert.Equal("10.1.2.3", read.Body["status"]!["loadBalancer"]!["ingress"]![0]!["ip"]!.ToString());
    }

    [Theory, EveryServer(NotOnKubeApiServer = "1.20 has no endpointslices in v1")]
    public async Task EndpointSlicesAreFoundByTheirService(ServerKind server)
    {
        await UseAsync(server);
        var slices = $"/apis/discovery.k8s.io/v1/namespaces/{Namespace}/endpointslices";
        var slice = Json("""
            {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4",
             "metadata": {"name": "service-1", "labels": {"kubernetes.io/service-name": "service"} },
             "endpoints": [{"addresses": ["10.0.0.1"], "conditions": {"ready": true} }], "ports": [{"port": 8080, "protocol": "TCP"}]}
            """);
        (await Api.PostAsync(slices, slice)).Succeeded();
        var found = (await Api.GetAsync($"{slices}?labelSelector=kubernetes.io%2Fservice-name%3Dservice")).Succeeded();
        Assert.Equal(["service-1"], found.ItemNames);
    }
}
