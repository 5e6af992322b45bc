using System.Net;
using System.Text.Json;

namespace ApiBridge.Manifests.Tests.Network;

/// <summary>
/// What NetworkPolicies let through, as Kubernetes defines it: a pod that no policy selects for a direction is open in that direction, any other takes
/// what at least one rule of its policies allows, and a connection needs both ends. An ipBlock means pods, too, which networks are free to do.
/// </summary>
internal sealed class NetworkPolicies(IEnumerable<JsonElement> policies)
{
    private const string NameLabel = "kubernetes.io/metadata.name";
    private readonly IReadOnlyList<JsonElement> _policies = [.. policies];

    public bool Allow(Peer from, Peer to, int port, string protocol = "TCP") =>
        Passes(from, to, port, protocol, "Egress", "egress", "to") && Passes(to, from, port, protocol, "Ingress", "ingress", "from");

    private bool Passes(Peer own, Peer other, int port, string protocol, string type, string rules, string peers)
    {
        var selecting = _policies.Where(policy =>
            own.IsPod && policy.Text("metadata/namespace") == own.Namespace
            && Selects(policy.Child("spec/podSelector"), own.Labels)
            && policy.Items("spec/policyTypes").Any(one => one.GetString() == type)).ToList();
        return selecting.Count == 0 || selecting.SelectMany(policy => policy.Items($"spec/{rules}").Select(rule => (policy, rule))).Any(one =>
            Takes(one.rule, port, protocol)
            && (!one.rule.Items(peers).Any() || one.rule.Items(peers).Any(peer => Means(peer, other, one.policy.Text("metadata/namespace")))));
    }

    private static bool Takes(JsonElement rule, int port, string protocol) =>
        !rule.Items("ports").Any()
        || rule.Items("ports").Any(one => one.Text("protocol") == protocol && (one.Child("port").ValueKind == JsonValueKind.Undefined || one.Number("port") == port));

    private static bool Means(JsonElement peer, Peer other, string ownNamespace)
    {
        if (peer.Child("ipBlock").ValueKind == JsonValueKind.Object)
        {
            return IPNetwork.Parse(peer.Text("ipBlock/cidr")).Contains(other.Ip)
                && !peer.Items("ipBlock/except").Any(except => IPNetwork.Parse(except.GetString()!).Contains(other.Ip));
        }

        var (namespaces, pods) = (peer.Child("namespaceSelector"), peer.Child("podSelector"));
        return other.IsPod
            && (namespaces.ValueKind == JsonValueKind.Object ? Selects(namespaces, [(NameLabel, other.Namespace)]) : other.Namespace == ownNamespace)
            && (pods.ValueKind != JsonValueKind.Object || Selects(pods, other.Labels));
    }

    // What has an operator that is not known here throws: it would be judged wrongly.
    private static bool Selects(JsonElement selector, IReadOnlyList<(string Name, string Value)> labels)
    {
        var wanted = selector.Child("matchLabels");
        return (wanted.ValueKind != JsonValueKind.Object || wanted.EnumerateObject().All(label => labels.Contains((label.Name, label.Value.GetString()!))))
            && selector.Items("matchExpressions").All(expression => expression.Text("operator") == "In"
                ? expression.Items("values").Any(value => labels.Contains((expression.Text("key"), value.GetString()!)))
                : throw new NotSupportedException($"operator {expression.Text("operator")}"));
    }
}
