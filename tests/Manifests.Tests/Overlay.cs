using System.Collections.Concurrent;
using System.Text.Json;
using ApiBridge.LocalStack.Samples;

namespace ApiBridge.Manifests.Tests;

/// <summary>What an overlay of <c>keda/</c> builds.</summary>
internal sealed class Overlay
{
    private static readonly ConcurrentDictionary<(string Name, string Rights, string Components), Lazy<Task<Overlay>>> Built = new();

    private Overlay(IReadOnlyList<SampleObject> objects) => Objects = objects;

    /// <summary>Each overlay with each kind of rights.</summary>
    public static TheoryData<string, bool> All { get; } = new()
    {
        { "azurite", false }, { "azurite", true }, { "azure", false }, { "azure", true }, { "dev", false }, { "dev", true },
    };

    public IReadOnlyList<SampleObject> Objects { get; }

    /// <summary>What runs pods.</summary>
    public IEnumerable<Workload> Workloads => Objects.Where(item => item.Kind is "Deployment" or "StatefulSet").Select(item => new Workload(item));

    public static Task<Overlay> BuildAsync(string name, bool isSingleNamespace, bool triesUrls = false, bool sendsTelemetry = false, bool isMonitored = false) =>
        BuildAsync(name, isSingleNamespace ? "single-namespace" : "cluster-wide", triesUrls, sendsTelemetry, isMonitored);

    public static Task<Overlay> BuildAsync(string name, string rights, bool triesUrls = false, bool sendsTelemetry = false, bool isMonitored = false)
    {
        Assert.SkipUnless(Kubectl.IsAvailable, Kubectl.Unavailable);
        IEnumerable<string> components =
            [.. On("components/reachability", triesUrls), .. On("components/telemetry", sendsTelemetry), .. On("monitoring", isMonitored)];
        return Built.GetOrAdd((name, rights, string.Join(',', components)), static key => new(() => BuildAsync(key))).Value;

        static IEnumerable<string> On(string component, bool isOn) => isOn ? [component] : [];
    }

    public static async Task<Overlay> RenderAsync(string folder)
    {
        Assert.SkipUnless(Kubectl.IsAvailable, Kubectl.Unavailable);
        return new(await TestServers.Manifests.RenderAsync(folder));
    }

    public Workload WorkloadOf(string name) => Assert.Single(Workloads, workload => workload.Name == name);

    public JsonElement Find(string kind, string name) => Element(Assert.Single(Objects, item => item.Kind == kind && item.Name == name));

    public IEnumerable<JsonElement> OfKind(string kind) => Objects.Where(item => item.Kind == kind).Select(Element);

    /// <summary>The environment of a workload's container: its own, and that of the ConfigMaps it takes; what comes from a Secret as its value.</summary>
    public Dictionary<string, string> EnvironmentOf(Workload workload)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        foreach (var reference in workload.Container.Items("envFrom"))
        {
            foreach (var setting in Find("ConfigMap", reference.Text("configMapRef/name")).Child("data").EnumerateObject())
            {
                environment.Add(setting.Name, setting.Value.GetString()!);
            }
        }

        foreach (var variable in workload.Container.Items("env"))
        {
            var secret = variable.Child("valueFrom/secretKeyRef");
            environment.Add(
                variable.Text("name"),
                secret.ValueKind == JsonValueKind.Undefined ? variable.Text("value") : SecretValue(secret.Text("name"), secret.Text("key")));
        }

        return environment;
    }

    public string SecretValue(string name, string key) => System.Text.Encoding.UTF8.GetString(Find("Secret", name).Child("data").GetProperty(key).GetBytesFromBase64());

    private static async Task<Overlay> BuildAsync((string Name, string Rights, string Components) key) => new(await TestServers.Manifests.BuildAsync(
        key.Name, key.Rights, key.Components.Split(',', StringSplitOptions.RemoveEmptyEntries)));

    private static JsonElement Element(SampleObject item) => JsonSerializer.SerializeToElement(item.Json);
}
