using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>People and controllers that change APIs, and what APIs depend on, in bursts and after long pauses.</summary>
internal sealed class SimulatedUsers
{
    private static readonly string[] Addresses = ["10.0.0.1", "10.0.0.2"];
    private readonly World _world;
    private readonly Canvas _canvas;
    private readonly SpecWriter _specs;
    private readonly Backups _backups;
    private readonly StatusWriters _statusWriters;
    private readonly Pauses _pauses;
    private int _actionsLeft;

    public SimulatedUsers(World world, Canvas canvas)
    {
        (_world, _canvas, _specs, _backups) = (world, canvas, new(world, canvas), new(world));
        (_statusWriters, _pauses) = (new(world, _specs, _backups), new(world));
    }

    /// <summary>Whether they have gone, and what they did is old.</summary>
    public bool AreDone { get; private set; }

    /// <summary>They come, do a few things, and go.</summary>
    public void Come()
    {
        (_actionsLeft, AreDone) = (_world.Random.Next(3, 20), false);
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
            _world.Clock.After(Pause(), () =>
            {
                Act(_world.Random.Of(_world.Scenario.Namespaces), _world.Random.Of(_world.Scenario.Names));
                Next();
            });
        }
        else
        {
            _world.Clock.After(Pause(), Leave);
        }
    }

    private TimeSpan Pause() => _world.Random.Next(6) switch
    {
        0 => _world.Random.Seconds(0.001, 0.06),
        1 or 2 => _world.Random.Seconds(0.05, 0.8),
        3 or 4 => _world.Random.Seconds(1, 20),
        _ => _world.Random.Seconds(20, 180),
    };

    /// <summary>What the gateway never takes is given another path, and what is paused goes on.</summary>
    public void Mend()
    {
        _world.Cluster.Apis.Where(api => api.IsPaused).ToList().ForEach(_pauses.End);
        foreach (var api in _world.Cluster.Apis.Where(api => api.Spec.Path == Scenario.RefusedPath))
        {
            _specs.Change(api, spec => spec["path"] = _specs.UsablePath());
        }
    }

    // Whoever set a status back applies something new in the end: until then nobody can know that it is wrong. What is force-deleted last is not made up for by another API of its name, nor what is registered last by another change.
    private void Leave()
    {
        foreach (var api in _world.Cluster.Apis.Where(api => _world.Deceived.Contains(_world.Entries.Of(api.Key))))
        {
            _specs.Change(api, spec => (spec["path"], spec["port"]) = (_specs.UsablePath(), 9000 + _world.Random.Next(1000)));
            _pauses.End(api);
        }

        foreach (var api in _world.Cluster.Apis.Where(api => api.IsPaused && _world.Random.Chance(0.6)).ToList())
        {
            _pauses.End(api);
        }

        foreach (var api in _world.Cluster.Apis.Where(_ => _world.Random.Chance(0.4)).ToList())
        {
            _specs.ForceDelete(api);
        }

        _world.Clock.After(_world.Random.Seconds(0, 60), () =>
        {
            new LastPlay(_world, _specs).Begin();
            _world.Clock.After(_world.Random.Seconds(0, 120), () => AreDone = true);
        });
    }

    private void Act(string ns, string name)
    {
        if (_world.Random.Chance(0.25))
        {
            ActOnSurroundings(ns);
            return;
        }

        if (_world.Random.Chance(0.4))
        {
            _backups.Keep(ns, name);
        }

        if (_world.Random.Chance(_world.Scenario.StatusWrites))
        {
            _statusWriters.Act(ns, name);
        }
        else if (_world.Cluster.Api(ns, name) is { } api)
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
        if (_world.Scenario.HasSelector && _world.Random.Chance(0.25))
        {
            new Relabelling(_world).Toggle(api);
            return;
        }

        var (ns, name) = (api.Key.Namespace, api.Key.Name);
        switch (_world.Random.Next(16))
        {
            case 0 or 1:
                Note(api, "delete");
                _world.Cluster.Delete(Resources.ExposedApis, ns, name);
                if (_world.Random.Chance(0.6))
                {
                    _world.Clock.When(() => _world.Cluster.Api(ns, name) is null, () => _specs.Create(ns, name, _specs.Path()));
                }

                break;
            case 2:
                _specs.ForceDelete(api);
                break;
            case 3:
                _specs.ForceDelete(api);
                _specs.Create(ns, name, _specs.Path());
                break;
            case 4:
                Note(api, "annotate");
                _world.Cluster.Change(Resources.ExposedApis, ns, name, body =>
                {
                    var annotations = body.Metadata()["annotations"]?.DeepClone() as JsonObject ?? [];
                    annotations["note"] = $"{_world.Clock.Elapsed}";
                    body.Metadata()["annotations"] = annotations;
                });
                break;
            case 5:
                _specs.Change(api, spec => spec["implementation"] = _world.Random.Of(SpecWriter.Services));
                break;
            case 6:
                _specs.Change(api, spec => spec["port"] = _world.Random.Next(8080, 8082));
                break;
            case 11:
                _pauses.Toggle(api);
                break;
            case 7 or 9 or 10:
                Mistake(api);
                break;
            case 8:
                _specs.Change(api, spec => spec["developerUI"] = $"/ui{_world.Random.Next(2).ToString(CultureInfo.InvariantCulture)}");
                break;
            default:
                _specs.Change(api, spec => spec["path"] = _specs.Path());
                break;
        }
    }

    private void ActOnSurroundings(string ns)
    {
        switch (_world.Random.Next(6))
        {
            case 0:
                _canvas.Tidy(ns);
                break;
            case 5 when _world.Scenario.DeletesNamespaces:
                DeleteNamespace(ns);
                break;
            case 1:
                _canvas.Complete();
                var address = _world.Random.Of(Addresses);
                Note(ns, $"address {address}");
                _canvas.SetAddress(ns, address);
                break;
            default:
                var service = _world.Random.Of(SpecWriter.Services);
                var slice = $"{service}-{_world.Random.Next(2).ToString(CultureInfo.InvariantCulture)}";
                bool? ready = _world.Random.Next(5) switch
                {
                    0 => null,
                    1 => false,
                    _ => true,
                };
                Note(ns, $"endpoint {slice} {ready?.ToString() ?? "gone"}");
                SetEndpoint(_world.Cluster, ns, service, slice, ready);
                break;
        }
    }

    /// <summary>All that is in a namespace is deleted, and nothing can be created there until the end of the storm.</summary>
    private void DeleteNamespace(string ns)
    {
        Note(ns, "is deleted");
        _world.Happenings.Add(Happening.NamespaceDeleted);
        _world.Cluster.Terminating.Add(ns);
        foreach (var api in _world.Cluster.Apis.Where(api => api.Key.Namespace == ns && !api.IsBeingDeleted))
        {
            _world.Cluster.Delete(Resources.ExposedApis, ns, api.Key.Name);
        }
    }

    /// <summary>A change that is taken back a moment later.</summary>
    private void Mistake(ExposedApi api)
    {
        var spec = _world.Cluster.Find(Resources.ExposedApis, api.Key.Namespace, api.Key.Name)!["spec"]!.DeepClone();
        _specs.Change(api, changed => changed["path"] = _specs.Path());
        _world.Clock.After(_world.Random.Seconds(0.01, 3), () =>
        {
            if (_world.Cluster.Api(api.Key.Namespace, api.Key.Name)?.Key == api.Key)
            {
                _world.Cluster.Change(Resources.ExposedApis, api.Key.Namespace, api.Key.Name, body => body["spec"] = spec);
                Note(api, "take the change back");
            }
        });
    }

    private void Note(ExposedApi api, string action) => _world.Trace.Add("user", $"{action}: {api.Key}");

    private void Note(string ns, string action) => _world.Trace.Add("user", $"{ns}: {action}");
}
