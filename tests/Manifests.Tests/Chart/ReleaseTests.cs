using System.Text.Json;
using System.Text.RegularExpressions;
using ApiBridge.TestServers.Documents;

namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>A release on a real API server.</summary>
public sealed partial class ReleaseTests : IDisposable
{
    private const string Functions = "deployment/apibridge-functions";
    private readonly TemporaryFolder _folder = new();

    private static string? KedaDefinitions => Environment.GetEnvironmentVariable("KEDA_CRDS") is { Length: > 0 } path && Directory.Exists(path) ? path : null;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AReleaseIsInstalledUpgradedRolledBackAndRemoved(bool isServerSide)
    {
        Assert.SkipUnless(RealKubernetes.IsAvailable, RealKubernetes.Unavailable);
        Assert.SkipUnless(Kubectl.IsAvailable, Kubectl.Unavailable);
        Assert.SkipUnless(KedaDefinitions is not null, "KEDA_CRDS names no folder with KEDA's CustomResourceDefinitions, scaledobjects.keda.sh.yaml and triggerauthentications.keda.sh.yaml");
        await using var server = await RealKubernetes.StartAsync(new() { Flavor = KubernetesFlavor.KubeApiServer }, TestContext.Current.CancellationToken);
        var kubectl = new Kubectl(["--kubeconfig", server.KubeconfigPath, "--namespace", "canvas"]);
        foreach (var file in Directory.EnumerateFiles(KedaDefinitions, "*.keda.sh.yaml"))
        {
            await kubectl.RunAsync($"apply --validate=false -f {file}"); // It knows no rules in CEL.
        }

        using var helm = new Helm(server.KubeconfigPath);
        var chart = ForThisServer();

        var notes = await helm.RunAsync("install", "apibridge", chart, "--namespace", "canvas", "--create-namespace", $"--server-side={(isServerSide ? "true" : "false")}");
        Assert.Contains("kubectl -n canvas rollout status deployment/apibridge-eventbridge", notes, StringComparison.Ordinal);
        var key = await kubectl.RunAsync("get secret apibridge-storage -o jsonpath={.data}");
        var bridge = await ReadAsync(kubectl, "deployment/apibridge-eventbridge");

        // KEDA scales; nothing that Helm does is a word on that.
        await kubectl.RunAsync($"scale {Functions} --replicas=2");
        await helm.RunAsync("upgrade", "apibridge", chart, "--namespace", "canvas");
        await AssertScaledAsync(kubectl);
        Assert.Equal(key, await kubectl.RunAsync("get secret apibridge-storage -o jsonpath={.data}"));
        Assert.Equal(Template(bridge), Template(await ReadAsync(kubectl, "deployment/apibridge-eventbridge"))); // Nothing changed, so no pod is rolled.

        await helm.RunAsync("upgrade", "apibridge", chart, "--namespace", "canvas", "--reset-then-reuse-values", "--set", "functions.image.tag=0.2.0,settings.ApiBridge__Queue__Spacing=00:00:02,reachability.enabled=true");
        await AssertScaledAsync(kubectl);
        Assert.Equal("apibridge/functions:0.2.0", await kubectl.RunAsync($"get {Functions} -o jsonpath={{.spec.template.spec.containers[0].image}}"));
        Assert.Equal("00:00:02", await kubectl.RunAsync("get configmap apibridge-settings -o jsonpath={.data.ApiBridge__Queue__Spacing}"));
        Assert.NotEmpty(await kubectl.RunAsync("get networkpolicy apibridge-functions-to-urls -o name"));

        // The bridge went first; now the workers.
        await helm.RunAsync("upgrade", "apibridge", chart, "--namespace", "canvas", "--reset-then-reuse-values", "--set", "functions.image.tag=");
        await AssertScaledAsync(kubectl);
        Assert.Equal("apibridge/functions:0.1.0", await kubectl.RunAsync($"get {Functions} -o jsonpath={{.spec.template.spec.containers[0].image}}"));
        Assert.Equal("00:00:02", await kubectl.RunAsync("get configmap apibridge-settings -o jsonpath={.data.ApiBridge__Queue__Spacing}"));

        await helm.RunAsync("rollback", "apibridge", "1", "--namespace", "canvas");
        await AssertScaledAsync(kubectl);
        Assert.Equal("apibridge/functions:0.1.0", await kubectl.RunAsync($"get {Functions} -o jsonpath={{.spec.template.spec.containers[0].image}}"));
        Assert.Equal(key, await kubectl.RunAsync("get secret apibridge-storage -o jsonpath={.data}"));
        Assert.Empty(await kubectl.RunAsync("get networkpolicy apibridge-functions-to-urls -o name --ignore-not-found"));

        // A new key, and all who have it are told.
        await kubectl.RunAsync("delete secret apibridge-storage");
        await helm.RunAsync("upgrade", "apibridge", chart, "--namespace", "canvas");
        Assert.NotEqual(key, await kubectl.RunAsync("get secret apibridge-storage -o jsonpath={.data}"));
        Assert.NotEqual(Checksum(bridge), Checksum(await ReadAsync(kubectl, "deployment/apibridge-eventbridge")));
        Assert.Equal(Checksum(await ReadAsync(kubectl, "deployment/apibridge-eventbridge")), Checksum(await ReadAsync(kubectl, "statefulset/apibridge-azurite")));

        // A second one beside it, for one namespace, in the storage account of a Secret.
        await helm.RunAsync(
            "install", "second", chart, "--namespace", "canvas", "--set",
            "storage.kind=connectionStringSecret,storage.connectionStringSecret.name=account,scope.kind=namespaces,scope.namespaces={default}");
        Assert.NotEmpty(await kubectl.RunAsync("get role second-apibridge-functions -n default -o name"));
        await helm.RunAsync("uninstall", "second", "--namespace", "canvas");

        await helm.RunAsync("uninstall", "apibridge", "--namespace", "canvas");
        const string Kinds = "all,configmap,networkpolicy,role,rolebinding,clusterrole,clusterrolebinding,scaledobject,triggerauthentication,poddisruptionbudget";
        Assert.Equal("", await kubectl.RunAsync($"get {Kinds} -A -l app.kubernetes.io/part-of=apibridge -o name"));
        Assert.Equal("", await kubectl.RunAsync("get secret,serviceaccount -l app.kubernetes.io/part-of=apibridge -o name"));
    }

    private static async Task AssertScaledAsync(Kubectl kubectl) => Assert.Equal("2", await kubectl.RunAsync($"get {Functions} -o jsonpath={{.spec.replicas}}"));

    private static async Task<JsonElement> ReadAsync(Kubectl kubectl, string name) => JsonElement.Parse(await kubectl.RunAsync($"get {name} -o json"));

    private static string Checksum(JsonElement workload) => workload.Child("spec/template/metadata/annotations").GetProperty("checksum/storage").GetString()!;

    private static string Template(JsonElement workload) => workload.Child("spec/template").GetRawText();

    // It is older than the chart wants, and than policy/v1, and its server-side apply wants each port's protocol.
    private string ForThisServer()
    {
        var chart = Path.Combine(_folder.Path, "apibridge");
        RepositoryFolder.CopyTo("charts/apibridge", chart);
        foreach (var file in Directory.EnumerateFiles(chart, "*.yaml", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file)
                .Replace("kubeVersion: \">=1.25.0-0\"", "", StringComparison.Ordinal)
                .Replace("apiVersion: policy/v1\n", "apiVersion: policy/v1beta1\n", StringComparison.Ordinal);
            File.WriteAllText(file, TargetPort().Replace(text, "${margin}protocol: TCP${margin}targetPort:"));
        }

        return chart;
    }

    [GeneratedRegex("(?<margin>\\n +)targetPort:", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TargetPort();
}
