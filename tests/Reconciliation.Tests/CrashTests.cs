using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>A worker that dies at every step in turn, and another one that gets its message again.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task ANewApiIsRegisteredWhereverTheFirstWorkerDies() => await DieEverywhereAsync(Story.NewApi);

    [Fact]
    public async Task AChangedPathIsRegisteredWhereverTheFirstWorkerDies() => await DieEverywhereAsync(Story.ChangedPath);

    [Fact]
    public async Task AChangeThatIsTakenBackIsUndoneWhereverTheFirstWorkerDies() => await DieEverywhereAsync(Story.ChangeTakenBack);

    [Fact]
    public async Task AChangeThatIsFollowedByAWrongSpecIsUndoneWhereverTheFirstWorkerDies() =>
        await DieEverywhereAsync(Story.ChangedPath with
        {
            Assert = world => world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.SpecInvalid),
            Meanwhile = world => Story.SetPath(world, "wrong"),
        });

    [Fact]
    public async Task ADeletedApiIsGoneWhereverTheFirstWorkerDies() => await DieEverywhereAsync(Story.Deleted);

    [Fact]
    public async Task AnApiThatIsStrippedAfterwardsIsGoneWhereverTheFirstWorkerDies() =>
        await DieEverywhereAsync(Story.NewApi with { Assert = Story.Deleted.Assert, Meanwhile = world => world.Cluster.Strip("orders") });

    private static async Task DieEverywhereAsync(Story story)
    {
        for (var step = 1; ; step++)
        {
            var world = new World();
            await story.ArrangeAsync(world);
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
                story.Meanwhile?.Invoke(world);
                await world.Worker.HandleAsync(message, dequeueCount: 2);
                await world.SettleAsync();
                story.Assert(world);
                Assert.Equal(world.Cluster.All.Select(api => api.Status.Registration), world.Apig.Registered);
            }
        }
    }
}
