using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>
/// An API is given a path, and another one a moment later. The message of the first comes for the last time, to a worker that creates when
/// the second is on record already, and dies. So the record lies until the message is given up.
/// </summary>
internal sealed class GivenUpChange(World world, SpecWriter specs)
{
    /// <summary>Begins, if there is an API that is registered.</summary>
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
        world.Happenings.Add(Happening.ChangeGivenUp);
        var api = world.Random.Of(settled);
        world.Storage.Doom(api.Key);
        specs.Change(api, spec => (spec["path"], spec["port"]) = ("/first", 7001));
        world.Clock.After(world.Random.Seconds(0.5, 2), () =>
        {
            if (world.Cluster.Api(api.Key.Namespace, api.Key.Name) is { } living && living.Key == api.Key)
            {
                specs.Change(living, spec => spec["path"] = "/second");
            }
        });
    }
}
