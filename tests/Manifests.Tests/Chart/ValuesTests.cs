using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Samples;

namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>What a values file changes.</summary>
public sealed class ValuesTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("functions.image.tag=1.2.3", "apibridge/functions:1.2.3")]
    [InlineData("functions.image.digest=" + Digest, "apibridge/functions@" + Digest)]
    [InlineData("functions.image.tag=1.2.3,functions.image.digest=" + Digest, "apibridge/functions:1.2.3@" + Digest)]
    [InlineData("image.registry=registry.example.org", "registry.example.org/apibridge/functions:0.1.0")]
    [InlineData("global.image.registry=registry.example.org/", "registry.example.org/apibridge/functions:0.1.0")]
    [InlineData("global.imageRegistry=registry.example.org", "registry.example.org/apibridge/functions:0.1.0")]
    [InlineData("image.registry=own.example.org,global.imageRegistry=registry.example.org", "own.example.org/apibridge/functions:0.1.0")]
    [InlineData("global.imageRegistry=registry.example.org,functions.image.repository=own.example.org/functions", "own.example.org/functions:0.1.0")]
    [InlineData("image.registry=registry.example.org,functions.image.repository=localhost:5000/functions", "localhost:5000/functions:0.1.0")]
    [InlineData("image.registry=registry.example.org,functions.image.repository=localhost/functions", "localhost/functions:0.1.0")]
    [InlineData("image.registry=registry.example.org,functions.image.repository=functions.app", "registry.example.org/functions.app:0.1.0")]
    public async Task AnImageIsNamedByTagOrDigestAndRegistry(string set, string image)
    {
        var objects = await Helm.RenderAsync("--set", set);

        Assert.Equal(image, Container(objects, "apibridge-functions")["image"]!.ToString());
        Assert.StartsWith("mcr.microsoft.com/azure-storage/azurite:", Container(objects, "apibridge-azurite")["image"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image.pullPolicy=Always")]
    [InlineData("deployment.apiopImagePullPolicy=Always")]
    [InlineData("deployment.imagePullPolicy=Always")]
    public async Task ImagesArePulledAsIsSaid(string set)
    {
        Assert.Equal("Always", Container(await Helm.RenderAsync("--set", set), "apibridge-eventbridge")["imagePullPolicy"]!.ToString());
        Assert.Null(Container(await Helm.RenderAsync(), "apibridge-eventbridge")["imagePullPolicy"]);
    }

    [Fact]
    public async Task EveryPodHasThePullSecretsOfTheReleaseAndOfItsParent()
    {
        var objects = await Helm.RenderAsync("apibridge", "apibridge", Helm.Chart, "--set", "imagePullSecrets={a},global.imagePullSecrets[0]=b,global.imagePullSecrets[1].name=c");

        Assert.All(
            [Pod(objects, "apibridge-eventbridge"), Pod(objects, "apibridge-functions"), Pod(objects, "apibridge-azurite"), objects.Single(item => item.Kind == "Pod").Json["spec"]!],
            pod => Assert.Equal(["a", "b", "c"], pod["imagePullSecrets"]!.AsArray().Select(secret => secret!["name"]!.ToString())));
    }

    [Fact]
    public async Task WhatPodsAreToldArrivesInTheirWorkloadAlone()
    {
        var objects = await WithValuesAsync(
            """
            functions:
              serviceAccountAnnotations: { example.org/of: account }
              podAnnotations: { example.org/of: pod }
              podLabels: { example.org/tier: gold }
              priorityClassName: high
              nodeSelector: { kubernetes.io/os: linux }
              tolerations: [{ key: spot, operator: Exists }]
              affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } }
              topologySpreadConstraints: [{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway }]
              extraEnv: [{ name: ApiBridge__Gateway__Headers__X, valueFrom: { secretKeyRef: { name: gateway, key: header } } }]
              extraVolumes: [{ name: ca, secret: { secretName: ca } }]
              extraVolumeMounts: [{ name: ca, mountPath: /ca }]
            """);
        var pod = Pod(objects, "apibridge-functions");
        var metadata = Workload(objects, "apibridge-functions").Json["spec"]!["template"]!["metadata"]!;
        var container = Container(objects, "apibridge-functions");

        Assert.Equal("account", Find(objects, "ServiceAccount", "apibridge-functions")["metadata"]!["annotations"]!["example.org/of"]!.ToString());
        Assert.Equal("pod", metadata["annotations"]!["example.org/of"]!.ToString());
        Assert.Equal("gold", metadata["labels"]!["example.org/tier"]!.ToString());
        Assert.Equal("high", pod["priorityClassName"]!.ToString());
        Assert.All((string[])["nodeSelector", "tolerations", "affinity", "topologySpreadConstraints"], field => Assert.NotNull(pod[field]));
        Assert.Equal(["tmp", "keys", "ca"], pod["volumes"]!.AsArray().Select(volume => volume!["name"]!.ToString()));
        Assert.Equal(["tmp", "keys", "ca"], container["volumeMounts"]!.AsArray().Select(volume => volume!["name"]!.ToString()));
        Assert.Contains("ApiBridge__Gateway__Headers__X", container["env"]!.AsArray().Select(variable => variable!["name"]!.ToString()));
        var bridge = Pod(objects, "apibridge-eventbridge");
        Assert.All((string[])["priorityClassName", "nodeSelector", "tolerations", "topologySpreadConstraints", "volumes"], field => Assert.Null(bridge[field]));
        Assert.NotNull(bridge["affinity"]!["podAntiAffinity"]);
    }

    [Fact]
    public async Task AWorkloadsAffinityTakesThePlaceOfTheDefault()
    {
        var objects = await WithValuesAsync("eventBridge: { affinity: { nodeAffinity: {} } }");

        Assert.Equal("""{"nodeAffinity":{}}""", Pod(objects, "apibridge-eventbridge")["affinity"]!.ToJsonString());
    }

    [Fact]
    public async Task ASettingIsTextAsItWasWrittenAndNullTakesADefaultAway()
    {
        var settings = Settings(await WithValuesAsync(
            """
            settings:
              ApiBridge__Resync__WorkerBatch: 48
              ApiBridge__Reachability__AuditsPerSecond: 1000000
              ApiBridge__Reconcile__DropKopfFinalizer: false
              ApiBridge__Gateway__FormerEntryNames: ""
              ApiBridge__Gateway__SuccessCode: 0000,00000
              ApiBridge__Gateway__PublicScheme: null
              ApiBridge__Gateway__FormerEndpoints__0: one:8080
            """));

        Assert.Equal("48", settings["ApiBridge__Resync__WorkerBatch"]);
        Assert.Equal("1000000", settings["ApiBridge__Reachability__AuditsPerSecond"]);
        Assert.Equal("false", settings["ApiBridge__Reconcile__DropKopfFinalizer"]);
        Assert.Equal("", settings["ApiBridge__Gateway__FormerEntryNames"]);
        Assert.Equal("0000,00000", settings["ApiBridge__Gateway__SuccessCode"]);
        Assert.Equal("one:8080", settings["ApiBridge__Gateway__FormerEndpoints__0"]);
        Assert.DoesNotContain("ApiBridge__Gateway__PublicScheme", settings.Keys);
    }

    [Fact]
    public async Task EveryDocumentedSettingIsTakenOrNamesTheValueThatMakesIt()
    {
        var names = DocumentedSettings.Names.Where(name => name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ':' or '_')).ToList();
        var schema = JsonElement.Parse(File.ReadAllText(Path.Combine(Helm.Chart, "values.schema.json")));
        var known = schema.Child("properties/settings/properties");

        Assert.True(names.Count > 60, "the settings of docs/configuration.md were not read");
        Assert.All(names, name => Assert.True(known.TryGetProperty(name.Replace(":", "__", StringComparison.Ordinal), out _), name));
        await Helm.RenderAsync("--set", "settings.LOGGING=10");
    }

    [Fact]
    public async Task AChangeOfSettingsRollsThePodsAndNothingElseDoes()
    {
        var before = await Helm.RenderAsync();

        Assert.Equal(Checksum(before), Checksum(await Helm.RenderAsync()));
        Assert.NotEqual(Checksum(before), Checksum(await Helm.RenderAsync("--set", "settings.ApiBridge__Queue__Spacing=00:00:02")));

        static string Checksum(IReadOnlyList<SampleObject> objects) =>
            Workload(objects, "apibridge-functions").Json["spec"]!["template"]!["metadata"]!["annotations"]!["checksum/settings"]!.ToString();
    }

    [Theory]
    [InlineData("deployment.monitoredNamespaces=components\\,odacompns-*", "ApiBridge__Scope__Namespaces", "components,odacompns-*")]
    [InlineData("scope.namespaces={a,b}", "ApiBridge__Scope__Namespaces", "a,b")]
    [InlineData("settings.COMPONENT_NAMESPACE=components", "ApiBridge__Scope__Namespaces", "components")]
    [InlineData("configmap.loglevel=10", "LOGGING", "10")]
    [InlineData("configmap.publicHostname=components.example.org", "ApiBridge__Gateway__PublicHost", "components.example.org")]
    [InlineData("settings.APIG_ENDPOINT=apig:9090", "ApiBridge__Gateway__Endpoint", "apig:9090")]
    [InlineData("settings.APIG_INGRESS=apig", "ApiBridge__Gateway__IngressName", "apig")]
    [InlineData("settings.LOGGING=DEBUG", "LOGGING", "DEBUG")]
    [InlineData("telemetry.endpoint=http://collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317")]
    [InlineData("telemetry.protocol=http/protobuf", "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")]
    [InlineData("fullnameOverride=other", "ApiBridge__Leadership__LeaseName", "other-eventbridge")]
    public async Task AValueMakesItsSetting(string set, string name, string value) =>
        Assert.Equal(value, Settings(await Helm.RenderAsync("--set", set))[name]);

    [Theory]
    [InlineData("fullnameOverride=other", "other-eventbridge")]
    [InlineData("settings.ApiBridge__Reconcile__Mode=observe", "apibridge-eventbridge apibridge-eventbridge-observe")]
    [InlineData("settings.ApiBridge__Leadership__LeaseName=mine", "mine")]
    public async Task TheBridgeMayUpdateTheLeaseThatItIsToldOf(string set, string names)
    {
        var rules = (await Helm.RenderAsync("--set", set)).Single(item => item.Kind == "Role").Json["rules"]!;

        Assert.Equal(names.Split(' '), rules[1]!["resourceNames"]!.AsArray().Select(name => name!.ToString()));
    }

    [Theory]
    [InlineData("scope.kind=clusterWide", """[{"namespaceSelector":{}}]""")]
    [InlineData("scope.kind=namespaces,scope.namespaces={a}", """[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"a"}}}]""")]
    [InlineData("scope.kind=namespaces,scope.namespaces={a},settings.ApiBridge__Gateway__Endpoint=apig.gateways:8080", """[{"namespaceSelector":{}}]""")]
    [InlineData("scope.kind=namespaces,scope.namespaces={a},settings.APIG_ENDPOINT=apig.gateways:8080", """[{"namespaceSelector":{}}]""")]
    [InlineData("networkPolicy.gateways[0].ipBlock.cidr=192.0.2.0/24", """[{"ipBlock":{"cidr":"192.0.2.0/24"}}]""")]
    public async Task WorkersReachGatewaysWhereTheyCanBe(string set, string peers)
    {
        var policy = Find(await Helm.RenderAsync("--set", set), "NetworkPolicy", "apibridge-functions-to-gateway");

        Assert.Equal(peers, policy["spec"]!["egress"]![0]!["to"]!.ToJsonString());
    }

    [Fact]
    public async Task FurtherEgressOfWorkersIsAdded()
    {
        var objects = await WithValuesAsync("networkPolicy: { gatewayEgress: [{ ports: [{ protocol: TCP, port: 9443 }] }] }");

        Assert.Equal(2, Find(objects, "NetworkPolicy", "apibridge-functions-to-gateway")["spec"]!["egress"]!.AsArray().Count);
    }

    [Fact]
    public async Task TheAddressesOfUrlsMayBeGiven()
    {
        var objects = await WithValuesAsync("reachability: { enabled: true, addresses: [{ ipBlock: { cidr: 192.0.2.1/32 } }], ports: [{ protocol: TCP, port: 8443 }] }");

        Assert.Equal(
            """[{"to":[{"ipBlock":{"cidr":"192.0.2.1/32"}}],"ports":[{"port":8443,"protocol":"TCP"}]}]""",
            Find(objects, "NetworkPolicy", "apibridge-functions-to-urls")["spec"]!["egress"]!.ToJsonString());
    }

    [Fact]
    public async Task TheCollectorMayBeAnywhere()
    {
        var objects = await WithValuesAsync(
            "telemetry: { endpoint: 'https://collector.example.org', protocol: http/protobuf, collectors: [{ ipBlock: { cidr: 192.0.2.1/32 } }], ports: [{ protocol: TCP, port: 443 }] }");

        Assert.Equal(
            """[{"to":[{"ipBlock":{"cidr":"192.0.2.1/32"}}],"ports":[{"port":443,"protocol":"TCP"}]}]""",
            Find(objects, "NetworkPolicy", "apibridge-telemetry")["spec"]!["egress"]!.ToJsonString());
        Assert.DoesNotContain(await Helm.RenderAsync(), item => item.Name == "apibridge-telemetry");
    }

    [Fact]
    public async Task ThereIsARoleInEachNamespaceOfTheScopeAndNoneOfTheCluster()
    {
        var objects = await Helm.RenderAsync("--set", "scope.kind=namespaces,scope.namespaces={a,b,c}");

        Assert.DoesNotContain(objects, item => item.Kind.StartsWith("Cluster", StringComparison.Ordinal));
        Assert.All((string[])["Role", "RoleBinding"], kind => Assert.Equal(
            ["a", "a", "apibridge", "b", "b", "c", "c"], objects.Where(item => item.Kind == kind).Select(item => item.Namespace).Order(StringComparer.Ordinal)));
        Assert.Equal("a,b,c", Settings(objects)["ApiBridge__Scope__Namespaces"]);
    }

    [Fact]
    public async Task TheQueuesOfTheSettingsAreThoseThatKedaCounts()
    {
        var objects = await Helm.RenderAsync("--set", "settings.ApiEventsQueue=live,settings.ApiRetryQueue=later,scaling.queueLength=7,scaling.maxReplicas=9");
        var spec = objects.Single(item => item.Kind == "ScaledObject").Json["spec"]!;

        Assert.Equal(["live", "later"], spec["triggers"]!.AsArray().Select(trigger => trigger!["metadata"]!["queueName"]!.ToString()));
        Assert.All(spec["triggers"]!.AsArray(), trigger => Assert.Equal("7", trigger!["metadata"]!["queueLength"]!.ToString()));
        Assert.Equal(9, spec["maxReplicaCount"]!.GetValue<long>());
    }

    [Fact]
    public async Task WithoutNetworkPoliciesThereAreNone()
    {
        Assert.DoesNotContain(
            await Helm.RenderAsync("apibridge", "apibridge", Helm.Chart, "--set", "networkPolicy.enabled=false,reachability.enabled=true"), item => item.Kind == "NetworkPolicy");
    }

    [Fact]
    public async Task WhatIsKnownToNoOperatorOfOursIsLeftAsideInWords()
    {
        using var helm = new Helm();

        var notes = await helm.RunAsync(
            "install", "apibridge", Helm.Chart, "--dry-run=client", "--set", "deployment.istioGateway=true,deployment.monitoredNamespaces=a,configmap.loglevel=20,configmap.componentGateway=x");

        Assert.Contains("left aside: deployment.istioGateway, configmap.componentGateway.", notes, StringComparison.Ordinal);
        Assert.Contains("helm test apibridge", notes, StringComparison.Ordinal);
        Assert.Contains("Azurite, which is for trials", notes, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<SampleObject>> WithValuesAsync(string values)
    {
        using var folder = new TemporaryFolder();
        return await Helm.RenderAsync("--values", folder.Write("values.yaml", values));
    }

    private static JsonObject Find(IReadOnlyList<SampleObject> objects, string kind, string name) => objects.Single(item => item.Kind == kind && item.Name == name).Json;

    private static Dictionary<string, string> Settings(IReadOnlyList<SampleObject> objects) =>
        Find(objects, "ConfigMap", objects.Single(item => item.Kind == "ConfigMap").Name)["data"]!.AsObject().ToDictionary(entry => entry.Key, entry => entry.Value!.ToString(), StringComparer.Ordinal);

    private static SampleObject Workload(IReadOnlyList<SampleObject> objects, string name) => objects.Single(item => item.Kind is "Deployment" or "StatefulSet" && item.Name == name);

    private static JsonNode Pod(IReadOnlyList<SampleObject> objects, string name) => Workload(objects, name).Json["spec"]!["template"]!["spec"]!;

    private static JsonNode Container(IReadOnlyList<SampleObject> objects, string name) => Pod(objects, name)["containers"]![0]!;
}
