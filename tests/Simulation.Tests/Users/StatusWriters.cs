using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>
/// People who write what only the product should: they copy APIs with their status, restore them from backups, and forge records. What a
/// former entry still holds is then on no record any more.
/// </summary>
internal sealed class StatusWriters(World world, SpecWriter specs, Backups backups)
{
    private const string Nobody = "00000000-0000-0000-0000-000000000000";
    private const string Elsewhere = "elsewhere:8080";

    /// <summary>Does one such thing to an API, or with one.</summary>
    public void Act(string ns, string name)
    {
        switch (world.Random.Next(8))
        {
            case 0 or 1:
                Copy(ns, name);
                break;
            case 2:
                Restore(ns, name);
                break;
            case 3:
                RestoreInPlace(ns, name);
                break;
            case 4:
                Recreate(ns, name);
                break;
            default:
                Forge(ns, name);
                break;
        }
    }

    private void Copy(string ns, string name)
    {
        var (toNs, toName) = (world.Random.Of(world.Scenario.Namespaces), world.Random.Of(world.Scenario.Names));
        if (world.Cluster.Find(Resources.ExposedApis, ns, name) is { } body && world.Cluster.Api(toNs, toName) is null)
        {
            Note(Happening.Copy, $"copy {ns}/{name} to {toNs}/{toName}");
            Create(toNs, toName, body);
        }
    }

    // As replace --force does, or a restore of a namespace.
    private void Restore(string ns, string name)
    {
        if (backups.Of(ns, name) is { Count: > 0 } kept && world.Cluster.Api(ns, name) is { } api)
        {
            var backup = world.Random.Of(kept);
            Note(Happening.Restore, $"restore {ns}/{name}");
            if (world.Random.Chance(0.5))
            {
                specs.ForceDelete(api);
            }
            else
            {
                world.Cluster.Delete(Resources.ExposedApis, ns, name);
            }

            world.Clock.When(() => world.Cluster.Api(ns, name) is null, () => Create(ns, name, backup));
        }
    }

    private void Recreate(string ns, string name)
    {
        if (world.Cluster.Find(Resources.ExposedApis, ns, name) is { } body)
        {
            Note(Happening.RecreateWithStatus, $"delete and create {ns}/{name} as it was");
            body = (JsonObject)body.DeepClone();
            world.Cluster.Delete(Resources.ExposedApis, ns, name);
            world.Clock.When(() => world.Cluster.Api(ns, name) is null, () => Create(ns, name, body));
        }
    }

    // As applying an export does. What the gateway was told since, nobody can know from it: it is applied once more, with a change, when
    // the users leave.
    private void RestoreInPlace(string ns, string name)
    {
        if (world.Cluster.Api(ns, name) is { IsBeingDeleted: false } api
            && backups.Of(ns, name).Where(kept => kept.Metadata().Text("uid") == api.Key.Uid).ToList() is { Count: > 0 } own)
        {
            var backup = world.Random.Of(own);
            Note(Happening.RestoreInPlace, $"apply an old {ns}/{name}");
            if (world.Random.Chance(0.5))
            {
                world.Cluster.Change(Resources.ExposedApis, ns, name, body => body["spec"] = backup["spec"]!.DeepClone());
            }

            Write(api.Key, body => body["status"] = backup["status"]?.DeepClone());
            world.Deceived.Add(world.Entries.Of(api.Key));
        }
    }

    private void Forge(string ns, string name)
    {
        if (world.Cluster.Api(ns, name) is not { } api || api.Status.Json.Child("apigBind").ValueKind is System.Text.Json.JsonValueKind.Undefined)
        {
            return;
        }

        var what = world.Random.Of([Happening.ForgedName, Happening.ForgedName, Happening.ForgedUid, Happening.ForgedGateway, Happening.NoStamp, Happening.NoStatus]);
        Note(what, $"{what} of {api.Key}");
        var other = world.Random.Chance(0.5) ? name : ForgedName(ns);
        var gateway = world.Random.Of([Elsewhere, .. world.Gateways]);
        Write(api.Key, body =>
        {
            var status = (JsonObject)body["status"]!;
            switch (what)
            {
                case Happening.ForgedName when (status["apigBind"]?["spec"]) is JsonObject record:
                    record["name"] = other;
                    if (world.Random.Chance(0.5))
                    {
                        status.Remove("apiBridge");
                    }

                    break;
                case Happening.ForgedUid when status["apiBridge"] is JsonObject bridge:
                    bridge["uid"] = Nobody;
                    break;
                case Happening.ForgedGateway when status["apiBridge"] is JsonObject bridge:
                    bridge["gateway"] = gateway;
                    break;
                case Happening.NoStatus:
                    body["status"] = null;
                    break;
                default:
                    status.Remove("apiBridge");
                    break;
            }
        });
    }

    // A neighbour's, in all the ways that entries are named.
    private string ForgedName(string ns)
    {
        var name = world.Random.Of(world.Scenario.Names);
        return world.Random.Of([name, $"{ns}.{name}", $"{world.Random.Of(world.Scenario.Namespaces)}.{name}"]);
    }

    private void Create(string ns, string name, JsonObject like)
    {
        if (world.Cluster.Terminating.Contains(ns) || world.Cluster.Api(ns, name) is not null)
        {
            return;
        }

        specs.Create(ns, name, (JsonObject)like["spec"]!.DeepClone(), world.Random.Chance(0.5) ? like.Metadata()["finalizers"]?.DeepClone() : null, like["status"]?.DeepClone());
        world.Forget(world.Cluster.Api(ns, name)!.Key);
    }

    private void Write(ObjectKey key, Action<JsonObject> change)
    {
        world.Cluster.Change(Resources.ExposedApis, key.Namespace, key.Name, change, world.Scenario.HasStatus ? "status" : string.Empty);
        world.Forget(key);
    }

    private void Note(Happening what, string action)
    {
        world.Happenings.Add(what);
        world.Trace.Add("user", action);
    }
}
