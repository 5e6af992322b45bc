using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>Writes the specs of APIs.</summary>
internal sealed class SpecWriter(World world, Canvas canvas)
{
    /// <summary>A Service that answers a 404 of its own to the path of an API.</summary>
    public const string WithoutRoot = "svc-b";

    /// <summary>The Services that APIs may have.</summary>
    public static readonly string[] Services = ["svc-a", WithoutRoot];

    /// <summary>A spec; one behind the second Service asks for a policy, too.</summary>
    public static JsonObject Spec(string path, string service, int port = 8080) => new()
    {
        ["rateLimit"] = new JsonObject { ["enabled"] = service == Services[1] },
        ["path"] = path,
        ["implementation"] = service,
        ["port"] = port,
        ["apiType"] = "openapi",
        ["specification"] = new JsonObject { ["url"] = "https://x/y.json", ["version"] = "v4" },
    };

    /// <summary>Draws one of the paths that APIs choose from, or what is none.</summary>
    public string Path() => world.Scenario.HasUnusableSpecs && world.Random.Chance(0.15) ? "no path"
        : world.Scenario.HasRefusedPaths && world.Random.Chance(0.15) ? Scenario.RefusedPath
        : UsablePath();

    /// <summary>Draws one of the paths that can be registered.</summary>
    public string UsablePath() => $"/p{world.Random.Next(world.Scenario.Paths).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Creates an API; its Component comes, and has its entry, a while after.</summary>
    public void Create(string ns, string name, string path)
    {
        if (!world.Cluster.Terminating.Contains(ns))
        {
            Create(ns, name, Spec(path, world.Random.Of(Services)), finalizers: null, status: null);
        }
    }

    /// <summary>Creates an API with finalizers and a status that are another's.</summary>
    public void Create(string ns, string name, JsonObject spec, JsonNode? finalizers, JsonNode? status)
    {
        world.Trace.Add("user", $"create {ns}/{name} {spec["path"]}{(status is null ? string.Empty : " with a status")}");
        canvas.Create(ns, name, spec, finalizers, status);
        var delay = world.Random.Chance(0.2) ? world.Random.Seconds(10, 400) : world.Random.Seconds(0, 2);
        world.Clock.After(delay, () =>
        {
            canvas.CreateComponent(ns);
            canvas.List(ns);
        });
    }

    public void Change(ExposedApi api, Action<JsonObject> change)
    {
        world.Cluster.Change(Resources.ExposedApis, api.Key.Namespace, api.Key.Name, body => change((JsonObject)body["spec"]!));
        world.Trace.Add("user", $"change to {ApiRegistration.Of(world.Cluster.Api(api.Key.Namespace, api.Key.Name)!, api.Key.Name)}: {api.Key}");
    }

    /// <summary>Somebody takes all finalizers off an API by force, and deletes it.</summary>
    public void ForceDelete(ExposedApi api)
    {
        var (ns, name) = (api.Key.Namespace, api.Key.Name);
        world.Trace.Add("user", $"force-delete: {api.Key}");
        Abandon(api);
        world.Cluster.Change(Resources.ExposedApis, ns, name, body => body.Metadata().Remove("finalizers"));
        if (!api.IsBeingDeleted)
        {
            world.Cluster.Delete(Resources.ExposedApis, ns, name);
        }
    }

    /// <summary>Gives an API a path, and creates it if it is not there.</summary>
    public void Put(string ns, string name, string path)
    {
        if (world.Cluster.Api(ns, name) is { } living)
        {
            Change(living, spec => spec["path"] = path);
        }
        else
        {
            Create(ns, name, path);
        }
    }

    // The message of its deletion tells of its own entry, and of a former one that its record has.
    private void Abandon(ExposedApi api)
    {
        var former = api.Status.IsOwn && api.Status.Gateway == world.Entries.Of(api.Key).Gateway && api.Status.Registration is { } record
            && world.Entries.IsFormerName(api.Key, record.Name)
            ? new GatewayEntry(api.Status.Gateway, record.Name)
            : world.Entries.Of(api.Key);
        world.Forgotten.Forget(world.FormerEntriesOf(api.Key).Where(entry => entry != former));
        world.Forgotten.Add(api.Key, [world.Entries.Of(api.Key), former], world.IsWatched());
    }
}
