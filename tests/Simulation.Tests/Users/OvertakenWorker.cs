using ApiBridge.Domain;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>A registered API is given a path a moment after a message about it is taken, so that its worker is overtaken by another one.</summary>
internal sealed class OvertakenWorker(World world, SpecWriter specs)
{
    /// <summary>
    /// The message is about an earlier change and comes for the last time, to a worker that creates when the next change is on record
    /// already, and dies. So the record lies until the message is given up.
    /// </summary>
    public void GiveUp() => Begin(Happening.ChangeGivenUp, api =>
    {
        world.Storage.Doom(api.Key);
        specs.Change(api, spec => (spec["path"], spec["port"]) = ("/first", 7001));
    });

    /// <summary>
    /// The message tells of nothing new, and its worker creates what is there already, so slowly that the change is on record by then. It
    /// has nothing to write that differs from what it read.
    /// </summary>
    public void Repeat() => Begin(Happening.Repetition, api => world.Storage.Repeat(api.Key));

    private void Begin(Happening happening, Action<ExposedApi> occupy)
    {
        var settled = world.Cluster.Apis
            .Where(api => !api.IsBeingDeleted && api.Status.Registration is not null && world.Storage.IsSilentAbout(api.Key))
            .ToList();
        if (settled.Count == 0)
        {
            return;
        }

        world.Weather = Weather.Mild;
        world.Happenings.Add(happening);
        var api = world.Random.Of(settled);
        occupy(api);
        world.Clock.After(world.Random.Seconds(0.5, 2), () =>
        {
            if (world.Cluster.Api(api.Key.Namespace, api.Key.Name) is { } living && living.Key == api.Key)
            {
                specs.Change(living, spec => spec["path"] = "/second");
            }
        });
    }
}
