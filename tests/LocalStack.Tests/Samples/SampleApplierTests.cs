using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.LocalStack.Samples;
using k8s;

namespace ApiBridge.LocalStack.Tests.Samples;

public sealed class SampleApplierTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KindsOfTheCoreGroupAreAppliedWithTheirStatus()
    {
        await using var emulator = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        using var client = new k8s.Kubernetes(new KubernetesClientConfiguration { Host = emulator.Url.OriginalString });
        var samples = new[]
        {
            Sample("""{ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "a" }, "data": { "key": "value" } }"""),
            Sample("""
                { "apiVersion": "v1", "kind": "Service", "metadata": { "name": "a" }, "spec": { "ports": [{ "port": 80 }] },
                  "status": { "loadBalancer": { "ingress": [{ "ip": "203.0.113.10" }] } } }
                """),
        };

        await new SampleApplier(client, TimeProvider.System).ApplyAsync(samples, "shop", Token);

        var map = await client.CoreV1.ReadNamespacedConfigMapAsync("a", "shop", cancellationToken: Token);
        var service = await client.CoreV1.ReadNamespacedServiceAsync("a", "shop", cancellationToken: Token);
        Assert.Equal("value", map.Data["key"]);
        Assert.Equal("203.0.113.10", Assert.Single(service.Status.LoadBalancer.Ingress).Ip);
    }

    [Fact]
    public async Task WhatLiesInNoNamespaceIsRefusedWhereOnlyNamespacesAreWorkedIn()
    {
        await using var emulator = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        using var client = new k8s.Kubernetes(new KubernetesClientConfiguration { Host = emulator.Url.OriginalString });
        var samples = new[] { Sample("""{ "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": { "name": "a" } }""") };

        var refusal = await Assert.ThrowsAsync<InvalidSampleException>(
            () => new SampleApplier(client, TimeProvider.System, namespacedOnly: true).ApplyAsync(samples, "shop", Token));

        Assert.Contains("CustomResourceDefinition a lies in no namespace", refusal.Message, StringComparison.Ordinal);
    }

    private static SampleObject Sample(string json) => SampleObject.From("sample.json", JsonNode.Parse(json)!);
}
