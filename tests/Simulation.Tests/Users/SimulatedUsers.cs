using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>People and controllers that change APIs, and what APIs depend on, in bursts and after long pauses.</summary>
internal sealed class SimulatedUsers(World world, Canvas canvas)
{
    private static readonly string[] Addresses = ["10.0.0.1", "10.0.0.2"];
    private readonly SpecWriter _specs = new(world, canvas);
    private int _actionsLeft;

    /// <summary>Whether they have gone, and what they did is old.</summary>
    public bool AreDone { get; private set; }

    /// <summary>They come, do a few things, and go.</summary>
    public void Come()
    {
        (_actionsLeft, AreDone) = (world.Random.Next(3, 20), false);
        Next();
    }

    /// <summary>Sets whether a slice of a Service's endpoints is ready; null takes it away.</summary>
    public static void SetEndpoint(SimulatedCluster cluster, string ns, string service, string slice, bool? ready)
    {
        if (cluster.Find(Resources.EndpointSlices, ns, slice) is not null)
        {
            cluster.Delete(Resources.EndpointSlices, ns, slice);
        }

        if (ready is { } isReady)
        {
            cluster.Create(Resources.EndpointSlices, ns, slice, new()
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [EndpointSlice.ServiceLabel] = service } },
                ["endpoints"] = new JsonArray(new JsonObject { ["conditions"] = new JsonObject { ["ready"] = isReady } }),
            });
        }
    }

    private void Next()
    {
        if (_actionsLeft-- > 0)
        {
            world.Clock.After(Pause(), () =>
            {
                Act(world.Random.Of(world.Scenario.Namespaces), world.Random.Of(world.Scenario.Names));
                Next();
            });
        }
        else
        {
            world.Clock.After(Pause(), Leave);
        }
    }

    private TimeSpan Pause() => world.Random.Next(6) switch
    {
        0 => world.Random.Seconds(0.001, 0.06),
        1 or 2 => world.Random.Seconds(0.05, 0.8),
        3 or 4 => world.Random.Seconds(1, 20),
        _ => world.Random.Seconds(20, 180),
    };

    // What is force-deleted last is not made up for by another API of its name, nor what is registered last by another change.
    private void Leave()
    {
        foreach (var api in world.Cluster.Apis.Where(_ => world.Random.Chance(0.4)).ToList())
        {
            Strip(api);
        }

        world.Clock.After(world.Random.Seconds(0, 60), () =>
        {
            if (world.Random.Chance(0.3))
            {
                new PathLoan(world, _specs).Begin();
            }

            world.Clock.After(world.Random.Seconds(0, 120), () => AreDone = true);
        });
    }

    private void Act(string ns, string name)
    {
        if (world.Random.Chance(0.25))
        {
            ActOnSurroundings(ns);
        }
        else if (world.Cluster.Api(ns, name) is { } api)
        {
            ActOn(api);
        }
        else
        {
            _specs.Create(ns, name, _specs.Path());
        }
    }

    private void ActOn(ExposedApi api)
    {
        var (ns, name) = (api.Key.Namespace, api.Key.Name);
        switch (world.Random.Next(16))
        {
            case 0 or 1:
                Note(api, "delete");
                world.Cluster.Delete(Resources.ExposedApis, ns, name);
                if (world.Random.Chance(0.6))
                {
                    world.Clock.When(() => world.Cluster.Api(ns, name) is null, () => _specs.Create(ns, name, _specs.Path()));
                }

                break;
            case 2:
                Strip(api);
                break;
            case 3:
                Strip(api);
                _specs.Create(ns, name, _specs.Path());
                break;
            case 4:
                Note(api, "annotate");
                world.Cluster.Change(
                    Resources.ExposedApis, ns, name, body => body.Metadata()["annotations"] = new JsonObject { ["note"] = $"{world.Clock.Elapsed}" });
                break;
            case 5:
                _specs.Change(api, spec => spec["implementation"] = world.Random.Of(SpecWriter.Services));
                break;
            case 6:
                _specs.Change(api, spec => spec["port"] = world.Random.Next(8080, 8082));
                break;
            case 7 or 9 or 10:
                Mistake(api);
                break;
            case 8:
                _specs.Change(api, spec => spec["developerUI"] = $"/ui{world.Random.Next(2).ToString(CultureInfo.InvariantCulture)}");
                break;
            default:
                _specs.Change(api, spec => spec["path"] = _specs.Path());
                break;
        }
    }

    private void ActOnSurroundings(string ns)
    {
        switch (world.Random.Next(5))
        {
            case 0:
                canvas.Tidy(ns);
                break;
            case 1:
                canvas.Complete();
                var address = world.Random.Of(Addresses);
                Note(ns, $"address {address}");
                canvas.SetAddress(ns, address);
                break;
            default:
                var service = world.Random.Of(SpecWriter.Services);
                var slice = $"{service}-{world.Random.Next(2).ToString(CultureInfo.InvariantCulture)}";
                bool? ready = world.Random.Next(5) switch
                {
                    0 => null,
                    1 => false,
                    _ => true,
                };
                Note(ns, $"endpoint {slice} {ready?.ToString() ?? "gone"}");
                SetEndpoint(world.Cluster, ns, service, slice, ready);
                break;
        }
    }

    /// <summary>Somebody takes all finalizers off a deleted object by force.</summary>
    private void Strip(ExposedApi api)
    {
        var (ns, name) = (api.Key.Namespace, api.Key.Name);
        Note(api, "force-delete");
        world.Forgotten.Add(api.Key, world.HostOf(api), world.IsWatched());
        world.Cluster.Change(Resources.ExposedApis, ns, name, body => body.Metadata().Remove("finalizers"));
        if (!api.IsBeingDeleted)
        {
            world.Cluster.Delete(Resources.ExposedApis, ns, name);
        }
    }

    /// <summary>A change that is taken back a moment later.</summary>
    private void Mistake(ExposedApi api)
    {
        var spec = world.Cluster.Find(Resources.ExposedApis, api.Key.Namespace, api.Key.Name)!["spec"]!.DeepClone();
        _specs.Change(api, changed => changed["path"] = _specs.Path());
        world.Clock.After(world.Random.Seconds(0.01, 3), () =>
        {
            if (world.Cluster.Api(api.Key.Namespace, api.Key.Name)?.Key == api.Key)
            {
                world.Cluster.Change(Resources.ExposedApis, api.Key.Namespace, api.Key.Name, body => body["spec"] = spec);
                Note(api, "take the change back");
            }
        });
    }

    private void Note(ExposedApi api, string action) => world.Trace.Add("user", $"{action}: {api.Key}");

    private void Note(string ns, string action) => world.Trace.Add("user", $"{ns}: {action}");
}
