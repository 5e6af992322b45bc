using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests;

/// <summary>Large things that go wrong from time to time: outages, gateways that forget, a bridge that is replaced.</summary>
/// <param name="world">What they befall.</param>
/// <param name="isStorm">Whether something may be lost that only a user's next change brings back.</param>
/// <param name="replaceBridge">A new bridge starts, and the old ones end.</param>
/// <param name="loseBridge">All bridges end, and none starts for a while.</param>
internal sealed class Misfortunes(World world, Func<bool> isStorm, Action replaceBridge, Action<TimeSpan> loseBridge)
{
    /// <summary>One comes after a while, and then others.</summary>
    public void Come() => world.Clock.After(world.Random.Seconds(30, 300), Befall);

    private void Befall()
    {
        switch (world.Random.Next(7))
        {
            case 0 when world.Weather.HasOutages:
                Note("the gateway is down");
                world.Gateway.IsDown = true;
                world.Clock.After(world.Random.Seconds(30, 600), () => world.Gateway.IsDown = false);
                break;
            case 1 when world.Weather.HasOutages:
                Note("the API server is down");
                world.Cluster.IsDown = true;
                world.Clock.After(world.Random.Seconds(5, 120), () => world.Cluster.IsDown = false);
                break;
            case 2 when world.Weather.HasOutages:
                Note("the queues are down");
                world.Storage.IsDown = true;
                world.Clock.After(world.Random.Seconds(5, 120), () => world.Storage.IsDown = false);
                break;
            case 3 when world.Weather.ReplacesBridge:
                replaceBridge();
                break;
            case 5 when world.Weather.ReplacesBridge && isStorm():
                loseBridge(world.Random.Seconds(30, 600));
                break;
            case 6 when world.Weather.HasOutages && isStorm():
                LoseRights(world.Random.Of(world.Scenario.Namespaces));
                break;
            case 4 when world.Scenario.HasForgetfulGateways && isStorm():
                Forget(world.Random.Of(world.Gateways));
                break;
            default:
                break;
        }

        Come();
    }

    // Whoever had to look at one of its APIs, to know whether to let it go first, is looked at again only by the resync.
    private void LoseRights(string ns)
    {
        Note($"the workers may not read {ns}");
        (world.Cluster.Unreadable, world.IsPrompt) = (ns, false);
        world.Happenings.Add(Happening.ReadForbidden);
        world.Clock.After(world.Random.Seconds(5, 300), () => world.Cluster.Unreadable = null);
    }

    private void Forget(string gateway)
    {
        if (world.Gateway.Forget(gateway, world.Random).Count > 0)
        {
            Note($"{gateway} forgets");
            world.Happenings.Add(Happening.GatewayForgot);
        }
    }

    private void Note(string what) => world.Trace.Add("world", what);
}
