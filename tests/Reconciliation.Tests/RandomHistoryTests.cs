using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>
/// Random histories: users who create, change, strip and delete, three workers that meet at every step, calls that fail before or after
/// they take effect, workers that die. Once all is quiet the gateway must hold exactly what lives.
/// </summary>
public sealed class RandomHistoryTests
{
    private const int Actions = 600;
    private const int Histories = 100;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Histories)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task OneApi(int seed) => PlayAsync(new World { HasStatus = seed % 2 == 0 }, seed, ("shop", "orders"));

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task RivalsForAPath(int seed) => PlayAsync(new World(), seed, ("shop", "orders"), ("shop", "returns"));

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task RivalsForPathAndName(int seed) => PlayAsync(
        new World { Gateway = new() { Endpoint = "gateway:8080" } }, seed, ("shop", "orders"), ("mall", "orders"), ("shop", "returns"));

    private static async Task PlayAsync(World world, int seed, params (string Namespace, string Name)[] names)
    {
        var history = new RandomHistory(world, new Random(seed), names);

        await history.RunAsync(Actions * names.Length);
        await history.QuietDownAsync();

        var all = world.Cluster.All.OrderBy(api => api.Created).ThenBy(api => api.Key.ToString(), StringComparer.Ordinal).ToList();
        var winners = all.Where((api, age) => !all.Take(age).Any(older => older.Key.Name == api.Key.Name || older.Spec.Path == api.Spec.Path)).ToList();
        Assert.Equal(
            winners.Select(api => ApiRegistration.Of(api).ToString()).Order(StringComparer.Ordinal),
            world.Apig.Registered.Select(registration => registration.ToString()).Order(StringComparer.Ordinal));
        foreach (var api in all)
        {
            var context = string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {api.Key} {api.Status.Json}");
            Assert.Equal(world.Network.ReadyServices.Contains("orders"), api.Status.Ready);
            var entry = world.Component.Entries[api.Key.Uid];
            Assert.True(entry.Ready == api.Status.Ready, $"{context} {entry}");
            if (winners.Contains(api))
            {
                Assert.True(Convergence.Gap(api, api.Status.Ready, "10.0.0.1") is null, context);
                Assert.True(entry.Url == api.Status.Url, $"{context} {entry}");
            }
            else
            {
                Assert.True(api.Status.Condition(ConditionTypes.Registered) is { Reason: ConditionReasons.PathConflict }, context);
                Assert.True(api.Status.Registration is null, context);
            }
        }
    }
}
