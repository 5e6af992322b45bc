using ApiBridge.Domain;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>
/// An API that the gateway refused is looked at by a worker in doubt, whose message names an elder that is refused by then as well. So nothing
/// is decided, and the bridge, which sees each namespace by itself, sees the elder's refusal last.
/// </summary>
internal sealed class LateRefusal(World world, SpecWriter specs)
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan SentBy = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RefusedBy = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan SeenBy = TimeSpan.FromSeconds(20);

    public void Begin()
    {
        var apis = world.Cluster.Apis.Where(api => !api.IsBeingDeleted && world.Storage.IsSilentAbout(api.Key)).OrderBy(Seniority.Of).ToList();
        var younger = apis.LastOrDefault();
        var elder = apis.Find(api => younger is not null && api.Key.Namespace != younger.Key.Namespace);
        if (elder is null || younger is null || world.Settings.IsPerNamespace || !world.Scenario.WatchesEachNamespace)
        {
            return;
        }

        world.Weather = Weather.Mild;
        world.Happenings.Add(Happening.LateRefusal);
        specs.Change(younger, spec => spec["path"] = Scenario.RefusedPath);
        world.Clock.After(Settled, () =>
        {
            if (IsThere(elder.Key))
            {
                world.Storage.Slow(elder.Key, at: "create");
                specs.Change(elder, spec => spec["path"] = Scenario.RefusedPath);
            }
        });
        world.Clock.After(Settled + SentBy, () => world.LateWatch = (elder.Key.Namespace, world.Clock.Elapsed + SeenBy));
        world.Clock.After(Settled + RefusedBy, () => world.Storage.Repeat(younger.Key, slowAt: null, elder.Key));
    }

    private bool IsThere(ObjectKey key) => world.Cluster.Api(key.Namespace, key.Name)?.Key == key;
}
