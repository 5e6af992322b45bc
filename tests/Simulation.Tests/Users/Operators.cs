using ApiBridge.Shared.Gateway;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>
/// Those who run the product: from time to time they restart it, all of it, with another gateway or another name for the entries. What was in
/// use before they may leave out of the settings.
/// </summary>
internal sealed class Operators(World world, SpecWriter specs, Action restart)
{
    private static readonly string[] Endpoints =
        ["apig-operator-uportal.{namespace}:8080", "gateway:8080", "next-gateway:8080", "next.{namespace}:8080"];

    private static readonly string[] Names = [Scenario.FullName, "{name}"];

    /// <summary>Changes the settings, if they can be changed to something else.</summary>
    public void Reconfigure()
    {
        var (before, endpoint) = (world.Settings, world.Random.Chance(0.5) ? world.Random.Of(Endpoints) : world.Settings.Endpoint);
        var isShared = !new GatewayOptions { Endpoint = endpoint }.IsPerNamespace && world.Scenario.Namespaces.Count > 1;
        var name = isShared ? Scenario.FullName : world.Random.Of(Names);
        if ((endpoint, name) == (before.Endpoint, before.EntryName))
        {
            return;
        }

        var after = new GatewayOptions
        {
            Endpoint = endpoint,
            EntryName = name,
            FormerEntryNames = With(before.FormerEntryNames, before.EntryName, world.Random.Chance(0.85)),
            FormerEndpoints = With(before.FormerEndpoints, before.Endpoint, world.Random.Chance(0.5)),
            ReservedPaths = before.ReservedPaths,
        };
        if (endpoint != before.Endpoint)
        {
            world.Happenings.Add(Happening.NewEndpoint);
        }

        if (name != before.EntryName)
        {
            world.Happenings.Add(Happening.NewEntryName);
        }

        world.Trace.Add("operator", $"restarts with {endpoint} {name}, former {after.FormerEndpoints} {after.FormerEntryNames}");
        world.Reconfigure(after);
        restart();
        if (name != before.EntryName && world.Random.Chance(0.4))
        {
            world.Clock.When(world.IsWatched, DeleteOneOfBefore);
        }
    }

    // Before a worker has come to it, so that only the message of its deletion tells of the entry that it has.
    private void DeleteOneOfBefore()
    {
        var before = world.Cluster.Apis
            .Where(api => api.Status.Registration is { } record && world.Entries.IsFormerName(api.Key, record.Name))
            .ToList();
        if (before.Count == 0)
        {
            return;
        }

        var api = world.Random.Of(before);
        world.Happenings.Add(Happening.DeletedUnderAFormerName);
        specs.ForceDelete(api);
        if (world.Random.Chance(0.6))
        {
            specs.Create(api.Key.Namespace, api.Key.Name, specs.Path());
        }
    }

    private static string With(string list, string more, bool isListed) =>
        isListed && !list.Split(',').Contains(more) ? $"{list},{more}".Trim(',') : list;
}
