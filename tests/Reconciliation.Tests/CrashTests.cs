using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>A worker that dies at every step in turn, and another one that gets its message again.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task ANewApiIsRegisteredWhereverTheFirstWorkerDies() =>
        await DieEverywhereAsync(
            world =>
            {
                world.Create();
                return Task.CompletedTask;
            },
            AssertRegistered);

    [Fact]
    public async Task AChangedPathIsRegisteredWhereverTheFirstWorkerDies() =>
        await DieEverywhereAsync(
            async world =>
            {
                await world.RegisterAsync();
                world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
            },
            AssertRegistered);

    [Fact]
    public async Task AChangeThatIsTakenBackIsUndoneWhereverTheFirstWorkerDies() =>
        await DieEverywhereAsync(
            async world =>
            {
                await world.RegisterAsync();
                world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
            },
            AssertRegistered,
            world => world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v4"));

    [Fact]
    public async Task AChangeThatIsFollowedByAWrongSpecIsUndoneWhereverTheFirstWorkerDies() =>
        await DieEverywhereAsync(
            async world =>
            {
                await world.RegisterAsync();
                world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
            },
            world => world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.SpecInvalid),
            world => world.Cluster.ChangeSpec("orders", spec => spec["path"] = "wrong"));

    [Fact]
    public async Task ADeletedApiIsGoneWhereverTheFirstWorkerDies() =>
        await DieEverywhereAsync(
            async world =>
            {
                await world.RegisterAsync();
                world.Cluster.Delete("orders");
            },
            world => Assert.Empty(world.Cluster.All));

    [Fact]
    public async Task AnApiThatIsStrippedAfterwardsIsGoneWhereverTheFirstWorkerDies() =>
        await DieEverywhereAsync(
            world =>
            {
                world.Create();
                return Task.CompletedTask;
            },
            world => Assert.Empty(world.Cluster.All),
            world => world.Cluster.Strip("orders"));

    private static async Task DieEverywhereAsync(Func<World, Task> arrange, Action<World> assert, Action<World>? meanwhile = null)
    {
        for (var step = 1; ; step++)
        {
            var world = new World();
            await arrange(world);
            var message = World.EventOf(world.Api);
            var dying = new Worker(world) { Steps = { CrashAt = step } };
            try
            {
                await dying.HandleAsync(message);
                Assert.True(step > 5, "the worker lives through too few steps");
                return;
            }
            catch (CrashException)
            {
                meanwhile?.Invoke(world);
                await world.Worker.HandleAsync(message, dequeueCount: 2);
                await world.SettleAsync();
                assert(world);
                Assert.Equal(world.Cluster.All.Select(api => api.Status.Registration), world.Apig.Registered);
            }
        }
    }

    private static void AssertRegistered(World world)
    {
        Assert.Equal(ApiRegistration.Of(world.Api, world.Api.Key.Name), world.Api.Status.Registration);
        Assert.Null(Convergence.Gap(world.Api, TestEntries.Default, implementationReady: false, "10.0.0.1"));
        Assert.Equal(world.Api.Status.Url, world.Component.Entries[world.Api.Key.Uid].Url);
    }
}
