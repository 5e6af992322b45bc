using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Dependents;
using ApiBridge.EventBridge.Tracking;
using ApiBridge.Reconciliation.Statuses;
using CsCheck;

namespace ApiBridge.Fuzzing.Tests;

/// <summary>Whoever may write an object in a namespace writes anything into it.</summary>
public sealed class ObjectFuzzTests
{
    private const string Api = """
        {
          "apiVersion":"oda.tmforum.org/v1","kind":"ExposedAPI",
          "metadata":{
            "namespace":"shop","name":"orders","uid":"6f1e9f0e-5a1f-4a37-b1ee-0a3ef7a3b8f1","resourceVersion":"7","creationTimestamp":"2026-01-02T03:04:05Z",
            "deletionTimestamp":"2026-01-02T03:04:05Z","finalizers":["oda.tmforum.org/apig-registration"],"labels":{"oda.tmforum.org/componentName":"shop"},
            "ownerReferences":[{"apiVersion":"oda.tmforum.org/v1","kind":"Component","name":"shop","uid":"1"}]
          },
          "spec":{"path":"/orders/v4","implementation":"orders","port":8080,"apiType":"openapi","developerUI":"/ui","specification":[{"url":"https://x/y.json","version":"v4"}]},
          "status":{
            "implementation":{"ready":true},"apiStatus":{"name":"orders","url":"http://10.0.0.1/orders/v4","ip":"10.0.0.1","developerUI":"http://10.0.0.1/ui"},
            "apigBind":{"spec":{"name":"orders","path":"/orders/v4","implementation":"orders","port":8080},"response":{"res_code":"0000"}},
            "apiBridge":{
              "uid":"6f1e9f0e-5a1f-4a37-b1ee-0a3ef7a3b8f1","gateway":"gateway:8080","specHash":"0","gatewayAddress":"10.0.0.1","entry":"none",
              "unansweredAt":"2026-01-02T03:04:05Z","gatewayWrites":3,"yieldsTo":{"namespace":"shop","name":"older","uid":"1"},
              "left":[{"gateway":"gateway:8080","spec":{"name":"orders","path":"/orders/v4","implementation":"orders","port":8080}}]
            },
            "conditions":[{"type":"Registered","status":"True","reason":"Accepted","message":"ok","lastTransitionTime":"2026-01-02T03:04:06Z"}]
          }
        }
        """;

    private const string Slice = """
        {"metadata":{"namespace":"shop","name":"orders-abc","labels":{"kubernetes.io/service-name":"orders"}},"endpoints":[{"conditions":{"ready":true}}]}
        """;

    private const string Ingress = """
        {"metadata":{"namespace":"shop","name":"apig"},"status":{"loadBalancer":{"ingress":[{"ip":"10.0.0.1"},{"hostname":"a.example.org"}]}}}
        """;

    private static readonly GatewayEntries Entries =
        new(_ => "gateway:8080", (_, _) => false, _ => null, new("{namespace}.{name}", string.Empty), [new("{name}", string.Empty)], isShared: true);

    [Fact]
    public void AnExposedApiIsReadOrRefusedAsUnreadable() => Mutation.OfJson(Api).Sample(json =>
    {
        if (TryParse(json) is not { } element || Read(() => ExposedApi.Parse(element)) is not { } api)
        {
            return;
        }

        Assert.NotNull(Read(() => ApiSnapshot.Read(element, Entries, ["/operator"])));
        var proof = StatusProof.Of(api, Entries);
        _ = Convergence.Gap(api, Entries, implementationReady: true, "10.0.0.1");
        Assert.All(SpecProblem.Of(api, ["/operator"]), problem => Assert.InRange(problem.ToString().Length, 1, 1_000));
        var registration = ApiRegistration.Of(api, proof.Own.Name);
        Assert.True(registration.Port == 0 || registration.Path.Length == 0 || registration.Equals(ApiRegistration.Read(JsonElement.Parse(registration.ToJson().Span))));

        var draft = new StatusDraft(api, proof, TimeProvider.System);
        draft.SetReady(ready: true);
        draft.SetUnanswered();
        AssertSmallConditions(draft.Patch().ToJsonString());
    }, iter: Inputs.Each);

    [Fact]
    public void AnEndpointSliceIsReadOrRefusedAsUnreadable() => Mutation.OfJson(Slice).Sample(
        json => _ = TryParse(json) is { } element ? Read(() => EndpointSliceSnapshot.Read(element)) : null, iter: Inputs.Each);

    [Fact]
    public void AnIngressIsReadOrRefusedAsUnreadable() => Mutation.OfJson(Ingress).Sample(
        json => _ = TryParse(json) is { } element ? Read(() => IngressSnapshot.Read(element, "apig")) : null, iter: Inputs.Each);

    // An API server sends nothing else than JSON.
    private static JsonElement? TryParse(string json)
    {
        try
        {
            return JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = 1_000 });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static T? Read<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (FormatException exception)
        {
            Assert.InRange(exception.Message.Length, 1, 1_000);
            return null;
        }
    }

    // https://github.com/kubernetes/apimachinery: metav1.Condition takes messages of up to 32,768 characters.
    private static void AssertSmallConditions(string status) =>
        Assert.All(JsonElement.Parse(status).Items("conditions"), condition => Assert.InRange(condition.Text("message").Length, 1, 32_768));
}
