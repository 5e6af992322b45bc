using System.Text;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Dependents;
using ApiBridge.EventBridge.Tracking;
using ApiBridge.Reconciliation.Statuses;
using ApiBridge.Shared.Kubernetes;
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
          "spec":{"path":"/orders/v4","implementation":"orders","port":8080,"apiType":"openapi","developerUI":"/ui","rateLimit":{"enabled":true},"quota":{"limit":"5"},"template":"gold","specification":[{"url":"https://x/y.json","version":"v4"}]},
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
        var problems = SpecProblem.Of(api, ["/operator"]);
        Assert.All(problems, problem => Assert.InRange(problem.ToString().Length, 1, 1_000));
        var registration = ApiRegistration.Of(api, proof.Own.Name);
        Assert.True(problems.Count > 0 || registration.Equals(ApiRegistration.Read(JsonElement.Parse(registration.ToJson().Span))));

        var draft = new StatusDraft(api, proof, TimeProvider.System);
        draft.SetRegistration(new() { Reason = ConditionReasons.Accepted, Message = "ok" }, new(Address: null));
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

    // As both programs read what an API server answers; what can't be read is found out about at any depth.
    private static JsonElement? TryParse(string json)
    {
        var text = Encoding.UTF8.GetBytes(json);
        try
        {
            using var document = ObjectJson.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            var found = UnreadableObject.Of(text, exception.Message);
            Assert.InRange(found.ToString().Length, 1, 1_000);
            Assert.DoesNotContain(found.ToString(), char.IsControl);
            if (!found.Rest.IsEmpty)
            {
                using var rest = ObjectJson.Parse(found.Rest);
            }

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
        Assert.All(
            JsonElement.Parse(status).Items("conditions").Where(condition => condition.Text("type") == ConditionTypes.ImplementationReady),
            condition => Assert.InRange(condition.Text("message").Length, 1, 32_768));
}
