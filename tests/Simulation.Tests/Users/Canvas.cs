using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>What the rest of an ODA Canvas does: its operator lists each API in its Component a while after the API was created.</summary>
internal sealed class Canvas(World world)
{
    public const string Component = "catalog";

    /// <summary>The lists of a Component's status.</summary>
    public static readonly string[] Lists = ["coreAPIs", "managementAPIs", "securityAPIs"];

    /// <summary>Sets up Components, endpoints and the gateway's Ingresses, or what was taken away of them.</summary>
    public void Complete()
    {
        foreach (var ns in world.Scenario.Namespaces)
        {
            CreateComponent(ns);
            if (world.Cluster.Find(Resources.Ingresses, ns, world.Settings.IngressName) is null)
            {
                world.Cluster.Create(Resources.Ingresses, ns, world.Settings.IngressName, []);
                SetAddress(ns, "10.0.0.1");
            }
        }
    }

    public void CreateComponent(string ns)
    {
        if (world.Cluster.Find(Resources.Components, ns, Component) is null)
        {
            world.Cluster.Create(Resources.Components, ns, Component, new() { ["status"] = new JsonObject() });
        }
    }

    public void SetAddress(string ns, string address) => world.Cluster.Change(
        Resources.Ingresses,
        ns,
        world.Settings.IngressName,
        body => body["status"] = new JsonObject
        {
            ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = address }) },
        },
        "status");

    /// <summary>Creates an API that names its Component.</summary>
    public void Create(string ns, string name, JsonObject spec, JsonNode? finalizers = null, JsonNode? status = null)
    {
        var body = new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [ComponentReference.Label] = Component, [Relabelling.Label] = Relabelling.Inside } },
            ["spec"] = spec,
        };
        if (finalizers is not null)
        {
            body.Metadata()["finalizers"] = finalizers;
        }

        if (status is not null)
        {
            body["status"] = status;
        }

        world.Cluster.Create(Resources.ExposedApis, ns, name, body);
        if (status is not null && world.Scenario.HasStatus)
        {
            world.Cluster.Change(Resources.ExposedApis, ns, name, body => body["status"] = status.DeepClone(), "status");
        }
    }

    /// <summary>Gives every API that has none its entry.</summary>
    public void List(string ns)
    {
        if (world.Cluster.Find(Resources.Components, ns, Component) is not { } component)
        {
            return;
        }

        var listed = Entries(component).Select(entry => entry.Text("uid")).ToHashSet();
        foreach (var api in world.Cluster.Apis.Where(api => api.Key.Namespace == ns && !api.IsBeingDeleted && !listed.Contains(api.Key.Uid)))
        {
            ChangeEntries(ns, entries => entries.Insert(world.Random.Next(entries.Count + 1), new JsonObject
            {
                ["name"] = api.Key.Name,
                ["uid"] = api.Key.Uid,
            }));
        }
    }

    /// <summary>Takes the entries of APIs away that are gone, so that others move up.</summary>
    public void Tidy(string ns)
    {
        var living = world.Cluster.Apis.Select(api => api.Key.Uid).ToHashSet();
        foreach (var list in Lists)
        {
            ChangeEntries(ns, list, entries => entries.RemoveAll(entry => !living.Contains(((JsonObject)entry!).Text("uid")!)));
        }
    }

    /// <summary>Writes whole lists, whatever they are by now.</summary>
    public void Write(string ns, IReadOnlyDictionary<string, JsonArray> lists)
    {
        foreach (var (list, written) in lists)
        {
            ChangeEntries(ns, list, entries =>
            {
                entries.Clear();
                foreach (var entry in written)
                {
                    entries.Add(entry?.DeepClone());
                }
            });
        }
    }

    public JsonObject? Entry(ObjectKey key) =>
        world.Cluster.Find(Resources.Components, key.Namespace, Component) is { } component
            ? Entries(component).FirstOrDefault(entry => entry.Text("uid") == key.Uid)
            : null;

    /// <summary>Whether an API's entry says what its status says. If not, its Component's operator overwrote it, and the bridge may wait with it.</summary>
    public bool Agrees(ExposedApi api) =>
        ApiExposure.Of(api.Status) is { } exposure
        && Entry(api.Key) is { } entry
        && EntryContent.Of(SimulatedCluster.Json(entry)).DifferencesFrom(EntryContent.Of(exposure)) == EntryFields.None;

    private static IEnumerable<JsonObject> Entries(JsonObject component) =>
        Lists.SelectMany(list => component["status"]?[list] as JsonArray ?? []).OfType<JsonObject>();

    private void ChangeEntries(string ns, Action<JsonArray> change) => ChangeEntries(ns, world.Random.Of(Lists), change);

    private void ChangeEntries(string ns, string list, Action<JsonArray> change)
    {
        if (world.Cluster.Find(Resources.Components, ns, Component) is null)
        {
            return;
        }

        world.Cluster.Change(Resources.Components, ns, Component, component =>
        {
            var status = component["status"] as JsonObject ?? [];
            component["status"] = status.Parent is null ? status : component["status"];
            var entries = status[list] as JsonArray ?? [];
            change(entries);
            status[list] = entries.DeepClone();
        });
    }
}
