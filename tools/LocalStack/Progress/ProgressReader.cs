using System.Net;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Running;
using k8s;
using k8s.Autorest;

namespace ApiBridge.LocalStack.Progress;

/// <summary>Reads from the cluster and the gateway how far every API has come.</summary>
internal sealed class ProgressReader(Stack stack)
{
    private const string Group = "oda.tmforum.org";
    private const string Version = "v1";

    private ICustomObjectsOperations Api => stack.Cluster.Client.CustomObjects;

    public async Task<IReadOnlyList<ApiProgress>> ReadAsync(CancellationToken cancellationToken)
    {
        var components = (await ListAsync("components", cancellationToken)).ToDictionary(NameOf, DeploymentStatusOf);
        var registered = stack.Gateway.Registrations;
        return
        [
            .. (await ListAsync("exposedapis", cancellationToken))
                .Select(item => Read(ExposedApi.Parse(item), components, registered))
                .OrderBy(api => api.Namespace, StringComparer.Ordinal)
                .ThenBy(api => api.Name, StringComparer.Ordinal),
        ];
    }

    private ApiProgress Read(
        ExposedApi api,
        Dictionary<(string Namespace, string Name), string> components,
        IReadOnlyDictionary<string, JsonElement> registered) => new(
            api.Key.Namespace,
            api.Key.Name,
            registered.TryGetValue(stack.Entries.Of(api.Key).Name, out var registration) ? registration.Text("path") : null,
            api.Status.Url,
            api.Status.Ready ?? false,
            api.Component is { } component ? components.GetValueOrDefault((api.Key.Namespace, component.Name), "missing") : null,
            stack.Messages.AgeOf(api.Key.Namespace, api.Key.Name),
            api.Spec.Implementation,
            api.Status.Condition(ConditionTypes.Reachable),
            api.Status.Condition(ConditionTypes.Registered) is { Status: ConditionStatus.False } refused
                ? $"{refused.Reason}: {refused.Message}"
                : null);

    private async Task<IEnumerable<JsonElement>> ListAsync(string plural, CancellationToken cancellationToken)
    {
        try
        {
            List<JsonElement> found = [];
            foreach (var ns in stack.Cluster.Namespaces.DefaultIfEmpty())
            {
                var list = ns is null
                    ? await Api.ListClusterCustomObjectAsync<JsonElement>(Group, Version, plural, cancellationToken: cancellationToken)
                    : await Api.ListNamespacedCustomObjectAsync<JsonElement>(Group, Version, ns, plural, cancellationToken: cancellationToken);
                found.AddRange(list.Items("items"));
            }

            return found;
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    private static (string Namespace, string Name) NameOf(JsonElement item) =>
        (item.Child("metadata").Text("namespace"), item.Child("metadata").Text("name"));

    private static string DeploymentStatusOf(JsonElement component) =>
        component.Child("status").Child("summary/status").Text("deployment_status") is { Length: > 0 } status ? status : "new";
}
