using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>Writes the specs of APIs.</summary>
internal sealed class SpecWriter(World world, Canvas canvas)
{
    /// <summary>The Services that APIs may have.</summary>
    public static readonly string[] Services = ["svc-a", "svc-b"];

    public static JsonObject Spec(string path, string service, int port = 8080) => new()
    {
        ["path"] = path,
        ["implementation"] = service,
        ["port"] = port,
        ["apiType"] = "openapi",
        ["specification"] = new JsonObject { ["url"] = "https://x/y.json", ["version"] = "v4" },
    };

    /// <summary>Draws one of the paths that APIs choose from, or what is none.</summary>
    public string Path() => world.Scenario.HasUnusableSpecs && world.Random.Chance(0.15)
        ? "no path"
        : $"/p{world.Random.Next(world.Scenario.Paths).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Creates an API; its Component comes, and has its entry, a while after.</summary>
    public void Create(string ns, string name, string path)
    {
        world.Trace.Add("user", $"create {ns}/{name} {path}");
        canvas.Create(ns, name, Spec(path, world.Random.Of(Services)));
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
        world.Trace.Add("user", $"change to {ApiRegistration.Of(world.Cluster.Api(api.Key.Namespace, api.Key.Name)!)}: {api.Key}");
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
}
