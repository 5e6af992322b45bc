using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.Cluster.Bench.Rigging;
using ApiBridge.Domain;

namespace ApiBridge.Cluster.Bench.Reference;

/// <summary>The requests that an operation costs: those that the product has to make, with bodies of the same size.</summary>
internal sealed class ReferenceWork(ReferenceCluster cluster, HttpClient gateway)
{
    private const string CreatePath = "/operator/AutoCreation/createAPIFromSwagger";
    private const string RemovePath = "/operator/AutoCreation/removeAPIFromSwagger";

    /// <summary>Makes them, one after the other.</summary>
    public async Task DoAsync(Operation operation, string name, CancellationToken cancellationToken)
    {
        var api = await cluster.GetApiAsync(name, cancellationToken);
        await (operation switch
        {
            Operation.Create => CreateAsync(api, name, cancellationToken),
            Operation.Update or Operation.Move => ChangeAsync(api, name, isMoved: operation is Operation.Move, cancellationToken),
            _ => DeleteAsync(api, name, cancellationToken),
        });
    }

    private async Task CreateAsync(JsonObject api, string name, CancellationToken cancellationToken)
    {
        var adopted = await cluster.PatchApiAsync(
            name,
            new()
            {
                ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray(ExposedApi.Finalizer), ["resourceVersion"] = VersionOf(api) },
                ["status"] = new JsonObject { ["implementation"] = new JsonObject { ["ready"] = false } },
            },
            cancellationToken);
        var parsed = Parse(adopted);
        await CallAsync(CreatePath, Registration(parsed), cancellationToken);
        await cluster.GetSliceAsync(name, cancellationToken);
        var status = CanvasObjects.Status(parsed);
        await TellComponentAsync(parsed, status, cancellationToken);
        await PatchStatusAsync(adopted, name, status, cancellationToken);
    }

    private async Task ChangeAsync(JsonObject api, string name, bool isMoved, CancellationToken cancellationToken)
    {
        var parsed = Parse(api);
        if (isMoved)
        {
            await CallAsync(RemovePath, api["status"]!["apigBind"]!["spec"]!.ToJsonString(), cancellationToken);
        }

        await CallAsync(CreatePath, Registration(parsed), cancellationToken);
        await cluster.GetSliceAsync(name, cancellationToken);
        var status = CanvasObjects.Status(parsed);

        // The conditions stay as they are.
        status.Remove("conditions");
        status.Remove("implementation");
        if (isMoved)
        {
            await TellComponentAsync(parsed, status, cancellationToken);
        }
        else
        {
            await cluster.GetComponentAsync(parsed.Component!.Name, cancellationToken);
            status.Remove("apiStatus");
        }

        await PatchStatusAsync(api, name, status, cancellationToken);
    }

    private async Task DeleteAsync(JsonObject api, string name, CancellationToken cancellationToken)
    {
        await CallAsync(RemovePath, api["status"]!["apigBind"]!["spec"]!.ToJsonString(), cancellationToken);
        api["metadata"]!.AsObject().Remove("finalizers");
        await cluster.ReplaceApiAsync(name, api, cancellationToken);
    }

    private async Task TellComponentAsync(ExposedApi api, JsonObject status, CancellationToken cancellationToken)
    {
        var component = await cluster.GetComponentAsync(api.Component!.Name, cancellationToken);
        var entries = component["status"]!["coreAPIs"]!.AsArray();
        var index = Enumerable.Range(0, entries.Count).Single(index => (string?)entries[index]!["uid"] == api.Key.Uid);
        var pointer = string.Create(CultureInfo.InvariantCulture, $"/status/coreAPIs/{index}");
        await cluster.PatchComponentAsync(
            api.Component.Name,
            new(
                Step("test", "uid", api.Key.Uid),
                Step("add", "ready", true),
                Step("add", "url", status["apiStatus"]!["url"]!.DeepClone()),
                Step("add", "developerUI", status["apiStatus"]!["developerUI"]!.DeepClone())),
            cancellationToken);

        JsonObject Step(string operation, string field, JsonNode value) => new() { ["op"] = operation, ["path"] = $"{pointer}/{field}", ["value"] = value };
    }

    private Task<JsonObject> PatchStatusAsync(JsonObject api, string name, JsonObject status, CancellationToken cancellationToken) => cluster.PatchApiAsync(
        name, new() { ["metadata"] = new JsonObject { ["resourceVersion"] = VersionOf(api) }, ["status"] = status }, cancellationToken);

    private async Task CallAsync(string path, string body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var answer = await gateway.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    private static string Registration(ExposedApi api) =>
        Encoding.UTF8.GetString(ApiRegistration.Of(api, $"{api.Key.Namespace}.{api.Key.Name}").ToJson().Span);

    private static ExposedApi Parse(JsonObject api) => ExposedApi.Parse(JsonSerializer.SerializeToElement(api));

    private static string VersionOf(JsonObject api) => (string)api["metadata"]!["resourceVersion"]!;
}
