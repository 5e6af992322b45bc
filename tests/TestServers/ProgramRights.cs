using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Samples;

namespace ApiBridge.TestServers;

/// <summary>What the manifests grant: the ServiceAccounts, the Roles and their bindings.</summary>
/// <param name="manifests">A built overlay.</param>
public sealed class ProgramRights(IReadOnlyList<SampleObject> manifests)
{
    private readonly SampleObject[] _objects =
        [.. manifests.Where(item => item.Kind is "ServiceAccount" or "Role" or "ClusterRole" or "RoleBinding" or "ClusterRoleBinding")];

    /// <summary>As they stand.</summary>
    public IReadOnlyList<SampleObject> All => _objects;

    /// <summary>Each verb on each resource that a ServiceAccount is granted.</summary>
    /// <param name="serviceAccount">The ServiceAccount's name.</param>
    /// <returns>The grants, in the manifests' order.</returns>
    public IReadOnlyList<Grant> Of(string serviceAccount)
    {
        var roles = _objects.Where(item => item.Json["subjects"] is JsonArray subjects && subjects.Any(subject => Text(subject, "name") == serviceAccount))
            .Select(binding => Text(binding.Json["roleRef"], "name")).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from role in _objects
               where role.Kind is "Role" or "ClusterRole" && roles.Contains(role.Name)
               from rule in role.Json["rules"]!.AsArray()
               from @group in rule!["apiGroups"]!.AsArray()
               from resource in rule["resources"]!.AsArray()
               from verb in rule["verbs"]!.AsArray()
               select new Grant(role.Name, @group!.ToString(), resource!.ToString(), verb!.ToString()),
        ];
    }

    /// <summary>The same rights for accounts in a namespace of their own, to work there, or as before in the whole cluster.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="without">A grant to leave out; null for none.</param>
    /// <returns>The objects, in order of application.</returns>
    public IEnumerable<SampleObject> In(string ns, Grant? without = null) => _objects.Select(item =>
    {
        var json = (JsonObject)item.Json.DeepClone();
        if (item.Kind.StartsWith("Cluster", StringComparison.Ordinal))
        {
            json["metadata"]!["name"] = $"{item.Name}-{ns}";
        }
        else
        {
            json["metadata"]!["namespace"] = ns;
        }

        if (json["roleRef"] is JsonObject role && Text(role, "kind") == "ClusterRole")
        {
            role["name"] = $"{Text(role, "name")}-{ns}";
        }

        foreach (var subject in json["subjects"]?.AsArray() ?? [])
        {
            subject!["namespace"] = ns;
        }

        if (json["rules"] is JsonArray rules && item.Name == without?.Role)
        {
            json["rules"] = Without(rules, without);
        }

        return SampleObject.From(item.File, json);
    });

    // A rule for each verb and resource: the same, said at length.
    private static JsonArray Without(JsonArray rules, Grant without) =>
    [
        .. from rule in rules
           from @group in rule!["apiGroups"]!.AsArray()
           from resource in rule["resources"]!.AsArray()
           from verb in rule["verbs"]!.AsArray()
           where (@group!.ToString(), resource!.ToString(), verb!.ToString()) != (without.Group, without.Resource, without.Verb)
           select Only(rule, @group!, resource!, verb!),
    ];

    private static JsonObject Only(JsonNode rule, JsonNode group, JsonNode resource, JsonNode verb)
    {
        var only = (JsonObject)rule.DeepClone();
        only["apiGroups"] = new JsonArray(group.DeepClone());
        only["resources"] = new JsonArray(resource.DeepClone());
        only["verbs"] = new JsonArray(verb.DeepClone());
        return only;
    }

    private static string Text(JsonNode? node, string field) => node?[field]?.ToString() ?? string.Empty;
}
