using ApiBridge.LocalStack.Samples;

namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>The chart is a part of another one, as in an ODA Canvas, and beside others.</summary>
public sealed class SubchartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AsAPartOfACanvasItTakesWhatTheCanvasSaysToAll()
    {
        var canvas = await CanvasAsync();
        var objects = await Helm.RenderAsync(
            "canvas", "canvas", canvas, "--set", "global.image.registry=registry.example.org/,global.imagePullSecrets={pull},apibridge.enabled=true,apibridge.deployment.monitoredNamespaces=components");

        Assert.All(objects.Where(item => item.Kind is not ("ClusterRole" or "ClusterRoleBinding")), item => Assert.Equal("canvas", item.Namespace));
        Assert.All(objects, item => Assert.StartsWith("canvas-", item.Name, StringComparison.Ordinal));
        Assert.DoesNotContain(objects, item => item.Kind is "Namespace" or "CustomResourceDefinition");
        Assert.All(objects.Where(item => item.Kind == "Deployment"), item =>
        {
            var pod = item.Json["spec"]!["template"]!["spec"]!;
            Assert.StartsWith("registry.example.org/apibridge/", pod["containers"]![0]!["image"]!.ToString(), StringComparison.Ordinal);
            Assert.Equal("pull", pod["imagePullSecrets"]![0]!["name"]!.ToString());
        });
    }

    [Fact]
    public async Task ACanvasThatSwitchesItOffHasNothingOfIt()
    {
        using var helm = new Helm();

        Assert.DoesNotContain("kind:", await helm.RunAsync("template", "canvas", await CanvasAsync(), "--set", "apibridge.enabled=false"), StringComparison.Ordinal);
    }

    // A Canvas has other operators in its namespace.
    [Fact]
    public async Task ItsPoliciesMeanItsOwnPodsAlone()
    {
        var objects = await Helm.RenderAsync("--set", "reachability.enabled=true");
        var policies = objects.Where(item => item.Kind == "NetworkPolicy").ToList();

        Assert.NotEmpty(policies);
        Assert.All(policies, policy => Assert.NotEmpty(policy.Json["spec"]!["podSelector"]!.AsObject()));
        var denial = policies.Single(policy => policy.Name == "apibridge-default-deny").Json["spec"]!["podSelector"]!["matchLabels"]!.AsObject();
        Assert.All(objects.Where(item => item.Kind is "Deployment" or "StatefulSet"), item =>
            Assert.All(denial, label => Assert.Equal(label.Value!.ToString(), item.Json["spec"]!["template"]!["metadata"]!["labels"]![label.Key]!.ToString())));
    }

    [Theory]
    [InlineData("one", "here", "two", "here")]
    [InlineData("apibridge", "here", "apibridge", "there")]
    [InlineData("one", "here", "one", "there")]
    public async Task TwoReleasesShareNoObjectNoPodAndNoLease(string release, string ns, string otherRelease, string otherNs)
    {
        var (one, other) = (await Helm.RenderAsync(release, ns, Helm.Chart), await Helm.RenderAsync(otherRelease, otherNs, Helm.Chart));

        Assert.Empty(one.Select(Key).Intersect(other.Select(Key)));
        Assert.Empty(one.SelectMany(Selected).Intersect(other.SelectMany(Selected)));
        Assert.Empty(one.Select(LeaseOf).OfType<string>().Intersect(other.Select(LeaseOf).OfType<string>()));

        static string Key(SampleObject item) => $"{item.Kind} {item.Namespace} {item.Name}";
        static string? LeaseOf(SampleObject item) => item.Kind == "Role" ? $"{item.Namespace} {item.Json["rules"]![1]!["resourceNames"]!.ToJsonString()}" : null;
    }

    // Longer ones are no names of objects, or no labels.
    [Fact]
    public async Task ALongNameOfAReleaseIsCut()
    {
        var objects = await Helm.RenderAsync(new string('a', 53), "apibridge", Helm.Chart, "--set", "reachability.enabled=true");

        Assert.All(objects, item => Assert.InRange(item.Name.Length, 1, 63));
        Assert.All(objects.Where(item => item.Kind == "Deployment"), item =>
            Assert.All(item.Json["spec"]!["template"]!["metadata"]!["labels"]!.AsObject(), label => Assert.InRange(label.Value!.ToString().Length, 1, 63)));
    }

    private static IEnumerable<string> Selected(SampleObject item) =>
        item.Kind is "Deployment" or "StatefulSet" ? [$"{item.Namespace} {item.Json["spec"]!["selector"]!.ToJsonString()}"] : [];

    // The block of values of the operator whose place it takes may stay as it is.
    [Fact]
    public async Task UnderAnotherOperatorsNameItTakesThatOnesValues()
    {
        var values = _folder.Write("values.yaml", """
            api-operator-istio:
              enabled: true
              deployment:
                operatrorName: api-operator-istio
                apiopImage: tmforumodacanvas/api-operator-istio
                apiopVersion: 1.1.0
                apiopPrereleaseSuffix:
                imagePullPolicy: IfNotPresent
                istioGateway: true
                monitoredNamespaces: 'components,odacompns-*'
                ingressClass: { enabled: false, name: nginx }
                openMetricsImplementation: PrometheusAnnotation
              hostName: "*"
              httpsRedirect: true
              credentialName: istio-ingress-cert
              configmap: { loglevel: '20', componentGateway: canvas/component-gateway }
            """);

        var objects = await Helm.RenderAsync("canvas", "canvas", await CanvasAsync("api-operator-istio"), "--values", values);

        var settings = objects.Single(item => item.Kind == "ConfigMap").Json["data"]!;
        Assert.Equal("components,odacompns-*", settings["ApiBridge__Scope__Namespaces"]!.ToString());
        Assert.Equal("20", settings["LOGGING"]!.ToString());
        Assert.Equal("canvas-api-operator-istio-eventbridge", settings["ApiBridge__Leadership__LeaseName"]!.ToString());
        Assert.All(objects.Where(item => item.Kind == "Deployment"), item =>
        {
            var container = item.Json["spec"]!["template"]!["spec"]!["containers"]![0]!;
            Assert.Equal("IfNotPresent", container["imagePullPolicy"]!.ToString());
            Assert.StartsWith("apibridge/", container["image"]!.ToString(), StringComparison.Ordinal);
        });
    }

    private async Task<string> CanvasAsync(string name = "apibridge")
    {
        var chart = _folder.Path;
        _folder.Write("Chart.yaml", $"""
            apiVersion: v2
            name: canvas
            version: 1.0.0
            dependencies:
            - name: apibridge
              version: 0.1.0
              repository: {new Uri(Helm.Chart)}
              alias: {name}
              condition: {name}.enabled
            """);
        using var helm = new Helm();
        await helm.RunAsync("dependency", "build", chart);
        return chart;
    }
}
