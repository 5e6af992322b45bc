namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>Values that can't be meant are refused, in words that name the value, what was given and what is allowed.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("storage.kind=azure", "/storage/kind", "'azure'", "azurite|workloadIdentity|connectionStringSecret")]
    [InlineData("storage.kind=workloadIdentity", "storage.workloadIdentity.accountName", "''", "name the storage account")]
    [InlineData("storage.kind=workloadIdentity,storage.workloadIdentity.accountName=account", "storage.workloadIdentity.clientId", "''", "name the identity's client id")]
    [InlineData("storage.workloadIdentity.accountName=Account", "/storage/workloadIdentity/accountName", "'Account'", "[a-z0-9]{3,24}")]
    [InlineData("storage.workloadIdentity.clientId=me", "/storage/workloadIdentity/clientId", "'me'", "[0-9a-fA-F]{8}")]
    [InlineData("storage.kind=connectionStringSecret", "storage.connectionStringSecret.name", "''", "name the Secret")]
    [InlineData("storage.connectionString=x", "/storage", "'connectionString'", "not allowed")]
    [InlineData("storage.azurite.size=big", "/storage/azurite/size", "'big'", "[kMGTPE]")]
    [InlineData("scope.kind=cluster", "/scope/kind", "'cluster'", "clusterWide|namespaces")]
    [InlineData("scope.kind=namespaces", "scope.namespaces", "[]", "name them")]
    [InlineData("scope.kind=namespaces,scope.namespaces={a,b*}", "scope.namespaces", "'b*'", "list the names")]
    [InlineData("scope.namespaces={A}", "/scope/namespaces/0", "'A'", "[a-z0-9*?]")]
    [InlineData("scope.namespaces={a},deployment.monitoredNamespaces=b", "deployment.monitoredNamespaces", "'b'", "give the second alone")]
    [InlineData("settings.ApiBridge__Gateway__Endpont=x", "/settings", "'ApiBridge__Gateway__Endpont'", "not allowed")]
    [InlineData("settings.AzureWebJobsStorage=x", "settings.AzureWebJobsStorage", "is set", "set storage.kind")]
    [InlineData("settings.AzureWebJobsStorage__accountName=x", "settings.AzureWebJobsStorage__accountName", "is set", "set storage.kind")]
    [InlineData("settings.ApiBridge__Scope__Namespaces=x", "settings.ApiBridge__Scope__Namespaces", "is set", "scope.namespaces")]
    [InlineData("settings.ApiBridge__Reachability__Enabled=true", "settings.ApiBridge__Reachability__Enabled", "is set", "reachability.enabled")]
    [InlineData("settings.OTEL_EXPORTER_OTLP_ENDPOINT=x", "settings.OTEL_EXPORTER_OTLP_ENDPOINT", "is set", "telemetry.endpoint")]
    [InlineData("eventBridge.replicas=0", "/eventBridge/replicas", "got 0", "want 1")]
    [InlineData("eventBridge.replicas=two", "/eventBridge/replicas", "got string", "want integer")]
    [InlineData("eventBridge.image.digest=sha256:0", "/eventBridge/image/digest", "'sha256:0'", "[a-f0-9]{64}")]
    [InlineData("functions.image.tag=a b", "/functions/image/tag", "'a b'", "does not match")]
    [InlineData("functions.replicas=1", "/functions", "'replicas'", "not allowed")]
    [InlineData("image.pullPolicy=always", "/image/pullPolicy", "'always'", "Always|IfNotPresent|Never")]
    [InlineData("scaling.minReplicas=3", "scaling.minReplicas", "is 3", "scaling.maxReplicas, which is 2")]
    [InlineData("reachability.auditPeriod=1h", "/reachability/auditPeriod", "'1h'", "[0-5][0-9]:[0-5][0-9]")]
    [InlineData("reachability.auditPeriod=99:99:99", "/reachability/auditPeriod", "'99:99:99'", "[0-5][0-9]:[0-5][0-9]")]
    [InlineData("settings.ApiEventsQueue=my_queue", "/settings/ApiEventsQueue", "'my_queue'", "[a-z0-9]")]
    [InlineData("settings.ApiDeadLetterQueue=a--b", "/settings/ApiDeadLetterQueue", "'a--b'", "[a-z0-9]")]
    [InlineData("settings.ApiRetryQueue=a234567890123456789012345678901234567890123456789012345678", "/settings/ApiRetryQueue", "got 58", "want 56")]
    [InlineData("settings.token=x", "/settings", "'token'", "not allowed")]
    [InlineData("settings.server=x", "/settings", "'server'", "not allowed")]
    [InlineData("settings.exec=x", "/settings", "'exec'", "not allowed")]
    [InlineData("settings.ApiBridge__Leadership__Namespace=other", "settings.ApiBridge__Leadership__Namespace", "'other'", "leave it out")]
    [InlineData("networkPolicy.gateways={x}", "/networkPolicy/gateways/0", "got string", "want object")]
    [InlineData("networkPolicy.gateways[0].ipblock.cidr=192.0.2.0/24", "/networkPolicy/gateways/0", "'ipblock'", "not allowed")]
    [InlineData("networkPolicy.gatewayEgress[0].from=x", "/networkPolicy/gatewayEgress/0", "'from'", "not allowed")]
    [InlineData("telemetry.ports[0].protocol=HTTP", "/telemetry/ports/0", "'HTTP'", "TCP|UDP|SCTP")]
    [InlineData("functions.tolerations={x}", "/functions/tolerations/0", "got string", "want object")]
    [InlineData("functions.extraEnv[0].value=x", "/functions/extraEnv/0", "'name'", "missing property")]
    [InlineData("functions.extraVolumeMounts[0].name=x", "/functions/extraVolumeMounts/0", "'mountPath'", "missing property")]
    [InlineData("functions.podLabels.app\\.kubernetes\\.io/name=x", "functions.podLabels", "'app.kubernetes.io/name'", "take it out")]
    [InlineData("eventBridge.podAnnotations.checksum/settings=x", "eventBridge.podAnnotations", "'checksum/settings'", "take it out")]
    [InlineData("storage.kind=workloadIdentity,storage.workloadIdentity.accountName=account,storage.workloadIdentity.clientId=00000000-0000-0000-0000-000000000000,functions.podLabels.azure\\.workload\\.identity/use=no", "functions.podLabels", "'azure.workload.identity/use'", "take it out")]
    [InlineData("storage.azurite.image.tag=", "/storage/azurite/image/tag", "''", "does not match")]
    [InlineData("monitoring.runbookBaseUrl=docs/", "/monitoring/runbookBaseUrl", "'docs/'", "https?://")]
    [InlineData("telemetry.endpoint=collector:4317", "/telemetry/endpoint", "'collector:4317'", "https?://")]
    [InlineData("telemetry.protocol=http", "/telemetry/protocol", "'http'", "grpc|http/protobuf")]
    [InlineData("networkPolicy.enabled=yes", "/networkPolicy/enabled", "got string", "want boolean")]
    [InlineData("fullnameOverride=A", "/fullnameOverride", "'A'", "[a-z0-9]")]
    [InlineData("keda.enabled=true", "keda.enabled", "true", "helm dependency build charts/apibridge/charts/keda")]
    [InlineData("networkPolicy.monitoringNamespace=", "/networkPolicy/monitoringNamespace", "''", "[a-z0-9]")]
    [InlineData("settings.ApiRetryQueue=", "settings.ApiRetryQueue", "''", "name the queue")]
    [InlineData("settings.ApiEventsQueue=null", "settings.ApiEventsQueue", "''", "name the queue")]
    [InlineData("storage=null", "''", "'storage'", "missing property")]
    [InlineData("storage.kind=null", "/storage", "'kind'", "missing property")]
    [InlineData("eventBridge=null", "''", "'eventBridge'", "missing property")]
    [InlineData("functions.image.repository=null", "/functions/image", "'repository'", "missing property")]
    [InlineData("scaling.maxReplicas=null", "/scaling", "'maxReplicas'", "missing property")]
    [InlineData("keda=null", "/keda", "'enabled'", "missing property")]
    [InlineData("imagePullSecrets={1}", "/imagePullSecrets/0", "got number", "want string or object")]
    [InlineData("imagePullSecrets[0].nme=x", "/imagePullSecrets/0", "'name'", "missing property")]
    [InlineData("deployment.monitoredNamespaces={a}", "/deployment/monitoredNamespaces", "got array", "want null or string")]
    [InlineData("deployment.monitoredNamespaces=a b", "/deployment/monitoredNamespaces", "'a b'", "does not match")]
    [InlineData("deployment.monitoredNamespaces=odacompns-*,scope.kind=namespaces", "scope.namespaces", "'odacompns-*'", "list the names")]
    [InlineData("replicaCount=2", "''", "'replicaCount'", "not allowed")]
    public async Task WhatIsRefusedIsNamedWithWhatIsAllowed(string set, string field, string value, string allowed)
    {
        var said = await Helm.RefusalAsync("--set", set);

        Assert.Contains(field, said, StringComparison.Ordinal);
        Assert.Contains(value, said, StringComparison.Ordinal);
        Assert.Contains(allowed, said, StringComparison.Ordinal);
    }

    // It may be a secret.
    [Fact]
    public async Task AConnectionStringIsNotRepeated() =>
        Assert.DoesNotContain("c2VjcmV0", await Helm.RefusalAsync("--set", "settings.AzureWebJobsStorage=AccountKey\\=c2VjcmV0"), StringComparison.Ordinal);
}
