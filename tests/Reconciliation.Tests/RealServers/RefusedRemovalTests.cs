using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;
using ApiBridge.TestServers;
using k8s;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>A gateway that does not let go, and an API server that takes no Event of it.</summary>
public sealed class RefusedRemovalTests(CanvasClusters clusters)
{
    [Theory]
    [InlineData("")]
    [InlineData("4712")]
    public async Task InANamespaceThatIsBeingDeletedTheFinalizerStaysUntilTheRemovalIsSettled(string codes)
    {
        var cluster = await clusters.OfAsync(KubernetesFlavor.KubeApiServer);
        var canvas = await clusters.CanvasAsync(KubernetesFlavor.KubeApiServer, hasStatus: false);
        await using var worker = await canvas.StartWorkerAsync(("ApiBridge:Gateway:NotRegisteredCodes", codes));
        var api = await canvas.CreateAsync("orders", []);
        await worker.HandleAsync(api);
        await cluster.Client.CoreV1.DeleteNamespaceAsync(canvas.Apis.Namespace, cancellationToken: TestContext.Current.CancellationToken);

        await AssertItStaysUntilTheGatewayLetsGoAsync(cluster, canvas, worker, api);
    }

    [Fact]
    public async Task AWorkerThatMayWriteNoEventsKeepsTheFinalizerUntilTheRemovalIsSettled()
    {
        Assert.SkipUnless(Kubectl.IsAvailable, Kubectl.Unavailable);
        var cluster = await clusters.OfAsync(KubernetesFlavor.KubeApiServer);
        var canvas = await clusters.CanvasAsync(KubernetesFlavor.KubeApiServer, hasStatus: false);
        await new Kubectl(["--kubeconfig", cluster.Server.KubeconfigPath]).RunAsync("apply -f -", RightsWithoutEvents(canvas.Apis.Namespace));
        var kubeconfig = await cluster.Server.KubeconfigOfAsync(canvas.Apis.Namespace, "worker", TestContext.Current.CancellationToken);
        await using var worker = await canvas.StartWorkerAsync(("ApiBridge:Kubernetes:Kubeconfig", kubeconfig));
        var api = await canvas.CreateAsync("orders", []);
        await worker.HandleAsync(api);
        Assert.Equal([EntryOf(api)], worker.Gateway.Registrations.Keys);

        await AssertItStaysUntilTheGatewayLetsGoAsync(cluster, canvas, worker, api);
    }

    private static async Task AssertItStaysUntilTheGatewayLetsGoAsync(CanvasCluster cluster, TestCanvas canvas, ClusterWorker worker, ExposedApi api)
    {
        await canvas.Apis.DeleteAsync(api.Key.Name);
        worker.Gateway.SetFault(new GatewayFault { Mode = GatewayFaultMode.Refusal, Operation = GatewayOperation.Remove });
        foreach (var reason in new[] { EventReason.Changed, EventReason.Resync })
        {
            await worker.HandleAsync(await canvas.Apis.GetApiAsync(api.Key.Name), reason);
        }

        var held = await canvas.Apis.GetApiAsync(api.Key.Name);
        Assert.True(held.HasFinalizer);
        Assert.Equal(ConditionReasons.RemovalFailed, held.Status.Condition(ConditionTypes.Registered)?.Reason);
        Assert.Equal([EntryOf(api)], worker.Gateway.Registrations.Keys);
        Assert.Empty(await cluster.EventsAsync(canvas.Apis.Namespace));

        worker.Gateway.ClearFaults();
        await worker.HandleAsync(held, EventReason.Resync);
        Assert.Null(await canvas.Apis.FindAsync(api.Key.Name));
        Assert.Empty(worker.Gateway.Registrations);
    }

    private static string EntryOf(ExposedApi api) => ClusterWorker.EntryOf(api.Key.Namespace, api.Key.Name);

    private static string RightsWithoutEvents(string ns) =>
        $$"""
        apiVersion: v1
        kind: ServiceAccount
        metadata: { name: worker, namespace: {{ns}} }
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: { name: no-events-{{ns}} }
        rules:
          - { apiGroups: [{{CanvasDefinitions.Group}}], resources: ["*"], verbs: ["*"] }
          - { apiGroups: [discovery.k8s.io, networking.k8s.io], resources: ["*"], verbs: [get, list, watch] }
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: { name: no-events-{{ns}} }
        roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: no-events-{{ns}} }
        subjects: [{ kind: ServiceAccount, name: worker, namespace: {{ns}} }]
        """;
}
