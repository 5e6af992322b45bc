using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>What a worker is in the middle of when it is interrupted, and how it has to end all the same.</summary>
/// <param name="ArrangeAsync">Brings the world to where the worker begins.</param>
/// <param name="Assert">How it has to be in the end.</param>
/// <param name="Meanwhile">What somebody does between the worker and the next one; null for nothing.</param>
internal sealed record Story(Func<World, Task> ArrangeAsync, Action<World> Assert, Action<World>? Meanwhile = null)
{
    /// <summary>An API is new.</summary>
    public static Story NewApi { get; } = new(
        world =>
        {
            world.Create();
            return Task.CompletedTask;
        },
        AssertRegistered);

    /// <summary>A registered API changes its path.</summary>
    public static Story ChangedPath { get; } = new(ChangeThePathAsync, AssertRegistered);

    /// <summary>A registered API changes its path, and changes it back meanwhile.</summary>
    public static Story ChangeTakenBack { get; } = ChangedPath with { Meanwhile = world => SetPath(world, "/orders/v4") };

    /// <summary>A registered API is deleted.</summary>
    public static Story Deleted { get; } = new(
        async world =>
        {
            await world.RegisterAsync();
            world.Cluster.Delete("orders");
        },
        world => Xunit.Assert.Empty(world.Cluster.All));

    /// <summary>The API is registered as its spec asks for, and its status and its Component say so.</summary>
    public static void AssertRegistered(World world)
    {
        Xunit.Assert.Equal(ApiRegistration.Of(world.Api, world.Api.Key.Name), world.Api.Status.Registration);
        Xunit.Assert.Null(Convergence.Gap(world.Api, world.Entries, implementationReady: false, "10.0.0.1"));
        Xunit.Assert.Equal(world.Api.Status.Url, world.Component.Entries[world.Api.Key.Uid].Url);
    }

    /// <summary>The API asks for another path.</summary>
    public static void SetPath(World world, string path) => world.Cluster.ChangeSpec("orders", spec => spec["path"] = path);

    private static async Task ChangeThePathAsync(World world)
    {
        await world.RegisterAsync();
        SetPath(world, "/orders/v5");
    }
}
