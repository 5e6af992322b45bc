using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>
/// An API is deleted while its gateway is away, and the queues are away too when its worker wants to try again later: so the message is given
/// up. Then somebody loses patience and deletes the API by force.
/// </summary>
internal sealed class GivenUpDeletion(World world, SpecWriter specs)
{
    /// <summary>Begins, if there is an API that has a record.</summary>
    public void Begin()
    {
        var settled = world.Cluster.Apis.Where(api => !api.IsBeingDeleted && api.Status.Registration is not null).ToList();
        if (settled.Count == 0)
        {
            return;
        }

        world.Weather = Weather.Mild;
        world.Gateway.IsDown = true;
        var key = world.Random.Of(settled).Key;
        world.Trace.Add("user", $"delete: {key}, while the gateway is down");
        world.Cluster.Delete(Resources.ExposedApis, key.Namespace, key.Name);
        world.Clock.When(() => world.Storage.WaitingFor(key) > 0, () =>
        {
            // The storm may be over before the bridge tells of the deletion.
            if (!world.Gateway.IsDown)
            {
                return;
            }

            var poisoned = world.Storage.Poisoned;
            world.Storage.IsDown = true;
            world.Clock.When(() => world.Storage.Poisoned > poisoned, () =>
            {
                world.Storage.IsDown = false;
                world.Clock.When(() => world.Marked.Contains(key), () => world.Clock.After(world.Random.Seconds(0.1, 10), () => LosePatience(key)));
            });
        });
    }

    private void LosePatience(Domain.ObjectKey key)
    {
        if (world.Cluster.Api(key.Namespace, key.Name) is { IsBeingDeleted: true } api && api.Key == key)
        {
            world.Happenings.Add(Happening.DeletionGivenUp);
            specs.ForceDelete(api);
        }

        world.Clock.After(world.Random.Seconds(0, 30), () => world.Gateway.IsDown = false);
    }
}
