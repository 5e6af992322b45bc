using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>
/// A worker that is in doubt finds an elder in the way of an API, and is slow to remove the API's entry. The elder goes meanwhile, another
/// worker registers the API, and that registration is removed before it is on record.
/// </summary>
internal sealed class OvertakenRemoval(World world)
{
    public void Begin()
    {
        var waiting = world.Cluster.Apis
            .Where(api => !api.IsBeingDeleted && world.Storage.IsSilentAbout(api.Key) && api.Status.YieldsTo is { } elder && IsRegistered(elder))
            .ToList();
        if (waiting.Count == 0)
        {
            return;
        }

        var api = world.Random.Of(waiting);
        var elder = api.Status.YieldsTo!.Value;
        world.Weather = Weather.Mild;
        world.Happenings.Add(Happening.OvertakenRemoval);
        world.Storage.Repeat(api.Key, slowAt: "remove", elder);
        world.Storage.Slow(api.Key, at: "created");
        world.Clock.After(TimeSpan.FromSeconds(0.5), () => Annotate(api.Key));
        world.Clock.After(TimeSpan.FromSeconds(1), () => world.Cluster.Delete(Resources.ExposedApis, elder.Namespace, elder.Name));
    }

    private bool IsRegistered(ObjectKey elder) =>
        world.Cluster.Api(elder.Namespace, elder.Name) is { IsBeingDeleted: false, Status.Registration: not null } living && living.Key == elder;

    // So that a worker which read it before has to look again.
    private void Annotate(ObjectKey key)
    {
        if (world.Cluster.Api(key.Namespace, key.Name)?.Key == key)
        {
            world.Cluster.Change(
                Resources.ExposedApis, key.Namespace, key.Name, body => body.Metadata()["annotations"] = new JsonObject { ["note"] = "overtaken" });
        }
    }
}
