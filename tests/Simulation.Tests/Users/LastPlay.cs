using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>What never comes about by chance is played when the users leave, now and then.</summary>
internal sealed class LastPlay(World world, SpecWriter specs)
{
    public void Begin()
    {
        if (world.Random.Chance(0.15))
        {
            new OvertakenRemoval(world).Begin();
        }
        else if (world.Random.Chance(0.15))
        {
            new UnansweredGiveUp(world, specs).Begin();
        }
        else if (world.Scenario.WatchesEachNamespace && world.Random.Chance(0.5))
        {
            new LateRefusal(world, specs).Begin();
        }
        else if (world.PurgesDeadLetters && world.Random.Chance(0.3))
        {
            new GivenUpDeletion(world, specs).Begin();
        }
        else if (world.PurgesDeadLetters && world.Random.Chance(0.4))
        {
            new OvertakenWorker(world, specs).GiveUp();
        }
        else if (world.Random.Chance(0.2))
        {
            new OvertakenWorker(world, specs).Repeat();
        }
    }
}
