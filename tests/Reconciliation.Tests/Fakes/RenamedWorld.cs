using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Shared.Gateway;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>Entries were named by <c>{name}</c> on one gateway, and are named by <c>{namespace}.{name}</c> now.</summary>
internal static class RenamedWorld
{
    public static GatewayOptions Before { get; } = new() { Endpoint = "gateway:8080" };

    public static GatewayOptions After { get; } = new() { Endpoint = "gateway:8080", EntryName = TestEntries.SharedName };

    /// <summary>A world with an API that was registered before.</summary>
    /// <param name="isStamped">Whether its status is stamped; the old operator's is not.</param>
    /// <param name="name">The API's name.</param>
    /// <param name="after">The settings of now; null for <see cref="After"/>.</param>
    /// <param name="client">How the gateway's answers are read.</param>
    public static async Task<World> CreateAsync(
        bool isStamped = true, string name = "orders", GatewayOptions? after = null, GatewayClientOptions? client = null)
    {
        var world = new World { Gateway = Before, Client = client ?? new() };
        await world.RegisterAsync(name);
        if (!isStamped)
        {
            world.Cluster.Change(name, json => json["status"]!.AsObject().Remove("apiBridge"));
        }

        world.Restart(after ?? After);
        return world;
    }

    public static void AssertConverged(World world) =>
        Assert.Null(Convergence.Gap(world.Api, world.Entries, implementationReady: false, "10.0.0.1"));
}
