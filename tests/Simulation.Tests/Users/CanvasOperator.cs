using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>
/// The Canvas's operator at its lists: it reads a Component and its APIs, takes its time, and writes the lists as it read them over what
/// the workers wrote meanwhile. It ends with the users.
/// </summary>
internal sealed class CanvasOperator(World world, Canvas canvas, Func<bool> isOver)
{
    /// <summary>It looks from time to time, in storms more than once a minute.</summary>
    public void Come() => world.Clock.After(world.Random.Seconds(0.2, 40), () =>
    {
        if (!isOver())
        {
            Overwrite(world.Random.Of(world.Scenario.Namespaces));
        }

        Come();
    });

    /// <summary>Reads, and writes a while later.</summary>
    public void Overwrite(string ns)
    {
        if (world.Cluster.Find(Resources.Components, ns, Canvas.Component) is not { } component)
        {
            return;
        }

        var uid = component.Metadata().Text("uid");
        var apis = world.Cluster.Apis.Where(api => api.Key.Namespace == ns).ToDictionary(api => api.Key.Uid);
        var lists = Canvas.Lists.ToDictionary(list => list, list => AsRead(component, list, apis));
        world.Clock.After(world.Random.Chance(0.7) ? world.Random.Seconds(0.05, 3) : world.Random.Seconds(3, 20), () =>
        {
            if (world.Cluster.Find(Resources.Components, ns, Canvas.Component)?.Metadata().Text("uid") == uid)
            {
                world.Trace.Add("canvas", string.Create(CultureInfo.InvariantCulture, $"{ns}: writes its lists as they were"));
                world.Happenings.Add(Happening.ListsOverwritten);
                canvas.Write(ns, lists);

                // What was created since it read it lists when it comes to that.
                world.Clock.After(world.Random.Seconds(0.1, 5), () => canvas.List(ns));
            }
        });
    }

    // Of an API that tells its URL all is copied; else its entry stays as it was.
    private static JsonArray AsRead(JsonObject component, string list, Dictionary<string, ExposedApi> apis)
    {
        var entries = new JsonArray();
        foreach (var entry in (component["status"]?[list] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (apis.TryGetValue(entry.Text("uid") ?? string.Empty, out var api))
            {
                entries.Add(api.Status.Url.Length == 0 ? entry.DeepClone() : Copy(api));
            }
        }

        return entries;
    }

    private static JsonObject Copy(ExposedApi api)
    {
        var entry = new JsonObject { ["name"] = api.Key.Name, ["uid"] = api.Key.Uid, ["url"] = api.Status.Url, ["ready"] = api.Status.Ready };
        if (api.Status.DeveloperUI.Length > 0)
        {
            entry["developerUI"] = api.Status.DeveloperUI;
        }

        return entry;
    }
}
