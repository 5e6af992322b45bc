using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.Domain.Tests;

/// <summary>ExposedAPIs as an API server would answer them, each a variation of one that is converged.</summary>
internal static class Objects
{
    public const string Spec = """
        {"path":"/orders/v4","implementation":"orders","port":8080,"apiType":"openapi","specification":{"url":"https://x/y.json","version":"v4"}}
        """;

    /// <summary>Entries that are named as the APIs, on a gateway a namespace.</summary>
    public static GatewayEntries Entries { get; } = new(ns => $"gateway.{ns}:8080", (_, _) => false, _ => null, new("{name}", string.Empty), [], isShared: false);

    public static ExposedApi WithSpec(string spec) => Api(json => json["spec"] = JsonNode.Parse(spec));

    public static ExposedApi WithSpecification(string? specification) => Api(json =>
    {
        var spec = json["spec"]!.AsObject();
        spec.Remove("specification");
        if (specification is not null)
        {
            spec["specification"] = JsonNode.Parse(specification);
        }
    });

    public static ExposedApi WithMetadata(string field, string value) => Api(json => json["metadata"]![field] = JsonNode.Parse(value));

    public static ExposedApi WithStatus(string status) => Api(json => json["status"] = JsonNode.Parse(status));

    /// <summary>A converged object, changed.</summary>
    public static ExposedApi Api(Action<JsonObject>? change = null)
    {
        var bare = Parse($$"""{"metadata":{"namespace":"shop","name":"orders"},"spec":{{Spec}}}""");
        var json = JsonNode.Parse($$"""
            {
              "metadata":{
                "namespace":"shop","name":"orders","uid":"u-1","resourceVersion":"7","generation":3,"creationTimestamp":"2026-01-02T03:04:05Z",
                "finalizers":["{{ExposedApi.Finalizer}}"]
              },
              "spec":{{Spec}},
              "status":{
                "implementation":{"ready":true},
                "apiStatus":{"name":"orders","url":"http://10.0.0.1/orders/v4","ip":"10.0.0.1"},
                "apigBind":{"spec":{{ApiRegistrationJson(bare)}},"response":{"res_code":"0000"} },
                "apiBridge":{"uid":"u-1","gateway":"gateway.shop:8080","specHash":"{{bare.SpecHash}}","gatewayAddress":"10.0.0.1"},
                "conditions":[
                  {"type":"Registered","status":"True","reason":"Accepted","message":"ok","lastTransitionTime":"2026-01-02T03:04:06Z"},
                  {"type":"ComponentNotified","status":"True","reason":"EntryUpdated","message":"ok","lastTransitionTime":"2026-01-02T03:04:06Z"},
                  {"type":"ImplementationReady","status":"True","reason":"EndpointsReady","message":"ok","lastTransitionTime":"2026-01-02T03:04:06Z"},
                  {"type":"Ready","status":"True","reason":"RegisteredAndReady","message":"ok","lastTransitionTime":"2026-01-02T03:04:06Z"}
                ]
              }
            }
            """)!.AsObject();
        change?.Invoke(json);
        return Parse(json.ToJsonString());
    }

    public static JsonElement Json(string json) => JsonElement.Parse(json);

    private static string ApiRegistrationJson(ExposedApi api) => System.Text.Encoding.UTF8.GetString(ApiRegistration.Of(api, api.Key.Name).ToJson().Span);

    private static ExposedApi Parse(string json) => ExposedApi.Parse(JsonElement.Parse(json));
}
