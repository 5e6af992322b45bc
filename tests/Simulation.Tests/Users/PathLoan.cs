using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>
/// An API comes that the workers may not write, and before they may it lends its path to another and takes it back. So some of them have a
/// list at hand that shows it alone on its path, and it has no record that speaks against believing the list.
/// </summary>
internal sealed class PathLoan(World world, SpecWriter specs)
{
    private const string Path = "/lent";

    // In seconds: the others move, so that the workers make lists.
    private static readonly double[] Moves = [0.5, 2];

    /// <summary>Begins, if there is a name that no API on a gateway has, and another that one may have.</summary>
    public void Begin()
    {
        var ns = world.Random.Of(world.Scenario.Namespaces);
        var gateway = world.Settings.IsPerNamespace ? [ns] : world.Scenario.Namespaces;
        var free = world.Scenario.Names.Where(name => gateway.All(place => world.Cluster.Api(place, name) is null)).ToList();
        if (free.Count == 0 || world.Scenario.Names.Count == 1)
        {
            return;
        }

        var owner = (Ns: ns, Name: world.Random.Of(free));
        List<(string Ns, string Name)> others =
            [.. gateway.SelectMany(place => world.Scenario.Names.Where(name => name != owner.Name).Select(name => (place, name)))];

        // In a storm it would be looked at again, for some other reason, before anybody could see that it should have been.
        world.Weather = Weather.Mild;
        Note($"may not write {owner.Ns}/{owner.Name}");
        world.Cluster.Forbidden = owner;
        specs.Put(owner.Ns, owner.Name, Path);
        foreach (var seconds in Moves)
        {
            world.Clock.After(TimeSpan.FromSeconds(seconds), () => others.ForEach(other => specs.Put(other.Ns, other.Name, specs.Path())));
        }

        world.Clock.After(world.Random.Seconds(5, 8), () => Lend(owner, world.Random.Of(others)));
    }

    private void Lend((string Ns, string Name) owner, (string Ns, string Name) borrower)
    {
        specs.Put(owner.Ns, owner.Name, specs.Path());
        specs.Put(borrower.Ns, borrower.Name, Path);
        world.Clock.When(() => world.Cluster.Api(borrower.Ns, borrower.Name)?.Status.Registration?.Path == Path, () =>
        {
            Note("may write everything");
            world.Cluster.Forbidden = null;
            specs.Put(owner.Ns, owner.Name, Path);
        });
    }

    private void Note(string rights) => world.Trace.Add("user", $"the workers {rights}");
}
