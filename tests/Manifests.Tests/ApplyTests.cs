using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Samples;

namespace ApiBridge.Manifests.Tests;

/// <summary>Real servers take everything, and find no field that they do not know.</summary>
public sealed class ApplyTests
{
    // Kinds of this server: it has the custom resources and some of the core.
    private static readonly string[] OfMini36 = ["Namespace", "ServiceAccount", "ConfigMap", "Secret", "Service", "Deployment", "ScaledObject", "TriggerAuthentication"];

    private static string? KedaDefinitions => Environment.GetEnvironmentVariable("KEDA_CRDS") is { Length: > 0 } path && Directory.Exists(path) ? path : null;

    private static string[] DefinitionFiles => [.. Directory.EnumerateFiles(KedaDefinitions!, "*.keda.sh.yaml")];

    [Fact]
    public async Task KubeApiServerTakesEveryOverlay()
    {
        await using var server = await StartAsync(KubernetesFlavor.KubeApiServer);
        var kubectl = await DefineAsync(server, "apply --validate=false"); // It knows no rules in CEL.

        foreach (var (built, overlay) in await AllAsync())
        {
            // It is older than policy/v1.
            var manifest = Text(built.Objects).Replace("\"policy/v1\"", "\"policy/v1beta1\"", StringComparison.Ordinal);
            var said = await kubectl.RunAsync("apply --validate=strict -f -", manifest);
            AssertApplied(built.Objects.Count, said, overlay);
        }
    }

    [Fact]
    public async Task TheServerOfTodayTakesEveryOverlayWithNoFieldUnknown()
    {
        await using var server = await StartAsync(KubernetesFlavor.Mini36);
        var kubectl = await DefineAsync(server, "apply --server-side --validate=strict");

        foreach (var (built, overlay) in await AllAsync())
        {
            var known = built.Objects.Where(item => OfMini36.Contains(item.Kind, StringComparer.Ordinal)).ToList();
            var said = await kubectl.RunAsync("apply --server-side --force-conflicts --validate=strict -f -", Text(known));
            AssertApplied(known.Count, said, overlay);
        }

        var scaled = (JsonObject)(await Overlay.BuildAsync("azure", isSingleNamespace: false)).Objects.Single(item => item.Kind == "ScaledObject").Json.DeepClone();
        scaled["spec"]!["minReplicas"] = 0;
        var refusal = await Assert.ThrowsAsync<KubectlException>(() => kubectl.RunAsync("apply --server-side --validate=strict -f -", scaled.ToJsonString()));
        Assert.Contains("minReplicas", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<(Overlay Built, string Name)>> AllAsync()
    {
        List<(Overlay Built, string Name)> all = [];
        foreach (var (name, isSingle) in Overlay.All.Select(row => row.Data))
        {
            var rights = isSingle ? "single-namespace" : "cluster-wide";
            all.Add((await Overlay.BuildAsync(name, isSingle), $"{name}, {rights}"));
            if (!isSingle)
            {
                all.Add((await Overlay.BuildAsync(name, "several-namespaces"), $"{name}, several-namespaces"));
            }

            if (name != "dev")
            {
                all.Add((await Overlay.BuildAsync(name, isSingle, triesUrls: true), $"{name}, {rights}, reachability"));
            }
        }

        return all;
    }

    private static Task<RealKubernetes> StartAsync(KubernetesFlavor flavor)
    {
        Assert.SkipUnless(RealKubernetes.IsAvailable, RealKubernetes.Unavailable);
        Assert.SkipUnless(Kubectl.IsAvailable, Kubectl.Unavailable);
        Assert.SkipUnless(KedaDefinitions is not null, "KEDA_CRDS names no folder with KEDA's CustomResourceDefinitions, scaledobjects.keda.sh.yaml and triggerauthentications.keda.sh.yaml");
        return RealKubernetes.StartAsync(new() { Flavor = flavor }, TestContext.Current.CancellationToken);
    }

    private static async Task<Kubectl> DefineAsync(RealKubernetes server, string apply)
    {
        var kubectl = new Kubectl(["--kubeconfig", server.KubeconfigPath]);
        foreach (var file in DefinitionFiles)
        {
            await kubectl.RunAsync($"{apply} -f {file}");
        }

        // The namespaces of the Roles for some.
        await kubectl.RunAsync("create namespace components");
        await kubectl.RunAsync("create namespace shop");
        await Deadline.UntilAsync(
            async () => (await kubectl.RunAsync("api-resources --api-group=keda.sh --cached=false")).Split('\n').Count(line => line.Contains("keda.sh/v1alpha1", StringComparison.Ordinal)),
            served => served == DefinitionFiles.Length,
            "KEDA's resources were served");
        return kubectl;
    }

    private static void AssertApplied(int count, string said, string overlay)
    {
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == count, $"{overlay}: {count} objects, but kubectl said: {said}");
        Assert.All(lines, line => Assert.Matches(" (created|configured|unchanged|serverside-applied)$", line));
    }

    private static string Text(IReadOnlyList<SampleObject> objects) => new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "List",
        ["items"] = new JsonArray([.. objects.Select(item => item.Json.DeepClone())]),
    }.ToJsonString();
}
