using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.Shared.Gateway;

namespace ApiBridge.Benchmarking.Rigging;

/// <summary>
/// Objects as an API server answers them, of the size that they have in a Canvas: an API with its policies, its owner and its managed
/// fields, 2 KiB new and 3.5 KiB with the status that a worker leaves.
/// </summary>
internal static class CanvasObjects
{
    /// <summary>What an API's EndpointSlice has after the API's name: that of its Service, and what Kubernetes adds.</summary>
    public const string SliceSuffix = "-svc-x7k2p";

    private const string Namespace = "components";
    private const string GatewayAddress = "203.0.113.10";
    private const string DefaultComponent = "r-productcatalog";
    private const int ApisOfAComponent = 4;
    private static readonly GatewayEntries Entries = new GatewayOptions().Entries(string.Empty);

    /// <summary>An API that nobody has looked at yet.</summary>
    /// <param name="name">Its name; its Service's is the same with <c>-svc</c>.</param>
    /// <param name="component">The Component that owns it.</param>
    public static JsonObject NewApi(string name, string component = DefaultComponent) => Parse(Api(name, component, "", "", Guid.NewGuid()));

    /// <summary>A Component as the Component operator leaves it before the APIs have URLs.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="apis">Its APIs.</param>
    public static JsonObject Component(string name, IEnumerable<JsonObject> apis) => Parse($$"""
        {
          "apiVersion": "oda.tmforum.org/v1", "kind": "Component",
          "metadata": {
            "name": "{{name}}", "namespace": "{{Namespace}}", "uid": "{{Guid.NewGuid()}}", "generation": 2,
            "creationTimestamp": "2026-01-01T00:00:00Z", "labels": { "oda.tmforum.org/componentName": "{{name}}" }
          },
          "spec": { "componentMetadata": { "id": "TMFC001", "name": "productcatalogmanagement", "version": "1.0.0", "status": "specified" } },
          "status": {
            "summary/status": { "deployment_status": "In-Progress-CompCon" },
            "coreAPIs": [{{string.Join(", ", apis.Select(Entry))}}]
          }
        }
        """);

    /// <summary>An API with nothing left to do.</summary>
    public static JsonObject ConvergedApi(int number)
    {
        var (name, uid) = (Name(number), Guid.NewGuid());
        using var json = JsonDocument.Parse(Api(name, DefaultComponent, "", "", uid));
        var finalizers = $"""  "finalizers": ["{ExposedApi.Finalizer}"], """;
        return Parse(Api(name, DefaultComponent, finalizers, $$"""  , "status": {{Status(ExposedApi.Parse(json.RootElement)).ToJsonString()}} """, uid));
    }

    /// <summary>The status that a worker leaves when nothing is left to do.</summary>
    public static JsonObject Status(ExposedApi api)
    {
        var name = api.Key.Name;
        var registration = Encoding.UTF8.GetString(ApiRegistration.Of(api, name).ToJson().Span);
        return Parse($$"""
            {
              "implementation": { "ready": true },
              "apiStatus": {
                "name": "{{name}}",
                "url": "http://{{GatewayAddress}}{{api.Spec.Path}}",
                "ip": "{{GatewayAddress}}",
                "developerUI": "http://{{GatewayAddress}}{{api.Spec.DeveloperUI}}"
              },
              "apigBind": { "response": { "res_code": "0000", "res_message": "Success" }, "spec": {{registration}} },
              "apiBridge": { "uid": "{{api.Key.Uid}}", "gateway": "{{Entries.Of(api.Key).Gateway}}", "specHash": "{{api.SpecHash}}", "gatewayAddress": "{{GatewayAddress}}" },
              "conditions": [
                {{Condition(ConditionTypes.Registered, ConditionReasons.Accepted, "the gateway accepted the registration")}},
                {{Condition(ConditionTypes.ImplementationReady, ConditionReasons.EndpointsReady, $"Service {name}-svc has a ready endpoint")}},
                {{Condition(ConditionTypes.ComponentNotified, ConditionReasons.EntryUpdated, "the Component's entry agrees")}},
                {{Condition(ConditionTypes.Ready, ConditionReasons.RegisteredAndReady, "registered, and the implementation is ready")}}
              ]
            }
            """);
    }

    /// <summary>The endpoints of an API's Service, of which one is ready.</summary>
    public static JsonObject EndpointSlice(string api) => Parse($$"""
        {
          "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
          "metadata": {
            "name": "{{api}}{{SliceSuffix}}", "namespace": "{{Namespace}}", "uid": "{{Guid.NewGuid()}}", "generation": 3,
            "creationTimestamp": "2026-01-01T00:00:00Z",
            "labels": { "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io", "kubernetes.io/service-name": "{{api}}-svc" }
          },
          "addressType": "IPv4",
          "endpoints": [
            {
              "addresses": ["10.92.0.120"], "nodeName": "pool-2655a91f-cdtg", "zone": "europe-west4-c",
              "conditions": { "ready": true, "serving": true, "terminating": false },
              "targetRef": { "kind": "Pod", "namespace": "{{Namespace}}", "name": "{{api}}-87cdf96bc-tzgq4", "uid": "{{Guid.NewGuid()}}" }
            }
          ],
          "ports": [{ "name": "http", "protocol": "TCP", "port": 8080 }]
        }
        """);

    /// <summary>The gateway's, with an address.</summary>
    public static JsonObject Ingress() => Parse($$"""
        {
          "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
          "metadata": { "name": "apig-operator-uportal", "namespace": "{{Namespace}}", "uid": "{{Guid.NewGuid()}}", "generation": 1 },
          "status": { "loadBalancer": { "ingress": [{ "ip": "{{GatewayAddress}}" }] } }
        }
        """);

    /// <summary>The name of a converged API.</summary>
    public static string Name(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"r{number / ApisOfAComponent}-productcatalog-management-{number % ApisOfAComponent}-v4");

    private static string Api(string name, string component, string finalizers, string status, Guid uid) => $$"""
        {
          "apiVersion": "oda.tmforum.org/v1", "kind": "ExposedAPI",
          "metadata": {
            "name": "{{name}}", "namespace": "{{Namespace}}", "uid": "{{uid}}", "generation": 2,
            "creationTimestamp": "2026-01-01T00:00:00Z", {{finalizers}}
            "labels": { "app.kubernetes.io/managed-by": "Helm", "oda.tmforum.org/componentName": "{{component}}" },
            "ownerReferences": [{
              "apiVersion": "oda.tmforum.org/v1", "kind": "Component", "name": "{{component}}", "uid": "00000000-0000-4000-8000-000000000000",
              "controller": true, "blockOwnerDeletion": true
            }],
            "managedFields": [{
              "manager": "kopf", "operation": "Update", "apiVersion": "oda.tmforum.org/v1", "time": "2026-01-01T00:00:00Z", "fieldsType": "FieldsV1",
              "fieldsV1": {
                "f:metadata": { "f:labels": { ".": {}, "f:app.kubernetes.io/managed-by": {} }, "f:ownerReferences": { ".": {} } },
                "f:spec": {
                  ".": {}, "f:apiType": {}, "f:implementation": {}, "f:name": {}, "f:path": {}, "f:port": {}, "f:developerUI": {},
                  "f:specification": { ".": {}, "f:url": {}, "f:version": {} }, "f:rateLimit": { ".": {}, "f:enabled": {}, "f:limit": {} }
                }
              }
            }]
          },
          "spec": {
            "name": "productcatalogmanagement", "apiType": "openapi", "implementation": "{{name}}-svc", "port": 8080,
            "path": "/{{name}}/tmf-api/productCatalogManagement/v4", "developerUI": "/{{name}}/tmf-api/productCatalogManagement/v4/docs",
            "specification": {
              "url": "https://raw.githubusercontent.com/tmforum-apis/TMF620_ProductCatalog/master/TMF620-ProductCatalog-v4.0.0.swagger.json",
              "version": "v4"
            },
            "apiKeyVerification": { "enabled": false, "location": "header" },
            "rateLimit": { "enabled": false, "identifier": "IP", "limit": "100", "interval": "pm" },
            "quota": { "identifier": "", "limit": "" },
            "OASValidation": { "requestEnabled": false, "responseEnabled": false, "allowUnspecifiedHeaders": false },
            "CORS": {
              "enabled": false, "allowCredentials": false, "allowOrigins": "https://shop.example.com",
              "handlePreflightRequests": { "enabled": false, "allowHeaders": "Accept, Content-Type", "allowMethods": "GET, POST", "maxAge": 36000 }
            },
            "segment": "coreFunction"
          }{{status}}
        }
        """;

    private static string Entry(JsonObject api) => $$"""{ "name": "{{api.Name()}}", "uid": "{{(string?)api["metadata"]!["uid"]}}", "url": "", "ready": false }""";

    private static string Condition(string type, string reason, string message) => $$"""
        { "type": "{{type}}", "status": "True", "reason": "{{reason}}", "message": "{{message}}", "lastTransitionTime": "2026-01-01T00:00:05Z" }
        """;

    // Compact, as it is on the wire: what the emulator was not asked to change it writes as it came.
    private static JsonObject Parse(string json)
    {
        using var buffer = new MemoryStream(json.Length);
        using (var document = JsonDocument.Parse(json))
        using (var writer = new Utf8JsonWriter(buffer))
        {
            document.WriteTo(writer);
        }

        return JsonNode.Parse(buffer.ToArray())!.AsObject();
    }
}
