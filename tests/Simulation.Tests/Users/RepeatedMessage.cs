using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>
/// A message about a settled API comes once more, to a worker that creates what is there already, and so slowly that the API has another path
/// on record by then. That worker has nothing to write that differs from what it read.
/// </summary>
internal sealed class RepeatedMessage(World world, SpecWriter specs)
{
    /// <summary>Begins, if there is an API that is settled.</summary>
    public void Begin()
    {
        var settled = world.Cluster.Apis
            .Where(api => !api.IsBeingDeleted && api.Status.Registration is not null && world.Storage.IsSilentAbout(api.Key))
            .ToList();
        if (settled.Count == 0)
        {
            return;
        }

        world.Weather = Weather.Mild;
        world.Happenings.Add(Happening.Repetition);
        var api = world.Random.Of(settled);
        world.Storage.Repeat(api.Key);
        world.Clock.After(world.Random.Seconds(0.5, 2), () =>
        {
            if (world.Cluster.Api(api.Key.Namespace, api.Key.Name) is { } living && living.Key == api.Key)
            {
                specs.Change(living, spec => spec["path"] = "/second");
            }
        });
    }
}
