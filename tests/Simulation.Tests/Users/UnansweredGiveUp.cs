using ApiBridge.Domain;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>An elder takes the path of an API, and the removal by which the API gives it up gets no answer: its retry names nobody.</summary>
internal sealed class UnansweredGiveUp(World world, SpecWriter specs)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(60);

    public void Begin()
    {
        var registered = world.Cluster.Apis
            .Where(api => !api.IsBeingDeleted && world.Storage.IsSilentAbout(api.Key) && StatusProof.Of(api, world.Entries) is { IsInDoubt: false, Proven: not null })
            .OrderBy(Seniority.Of)
            .ToList();
        var holder = registered.LastOrDefault();
        var elder = registered.Find(api => holder is not null && api.Key != holder.Key && GatewayOf(api) == GatewayOf(holder));
        if (elder is null || holder is null)
        {
            return;
        }

        world.Weather = Weather.Mild;
        world.Happenings.Add(Happening.UnansweredGiveUp);
        var path = holder.Status.Registration!.Path;
        var entry = world.Entries.Of(holder.Key);
        specs.Change(elder, spec => spec["path"] = path);
        world.Clock.When(() => world.Cluster.Api(elder.Key.Namespace, elder.Key.Name)?.Status.Registration?.Path == path, () =>
        {
            world.Gateway.Leaving = (entry, path, IsSilent: true);
            world.Clock.After(Silence, () => world.Gateway.Leaving = (entry, path, IsSilent: false));
            world.Clock.After(Settled, () => world.Gateway.Leaving = null);
        });
    }

    private string GatewayOf(ExposedApi api) => world.Entries.Of(api.Key).Gateway;
}
