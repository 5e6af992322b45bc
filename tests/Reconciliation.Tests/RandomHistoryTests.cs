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
    private const int Actions = 120;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task WhateverHappensTheGatewayEndsWithWhatLives(int seed)
    {
        var history = new RandomHistory(new Random(seed));

        await history.RunAsync(Actions);
        await history.QuietDownAsync();

        var world = history.World;
        Assert.Equal(
            world.Cluster.All.Select(api => ApiRegistration.Of(api).ToString()).Order(StringComparer.Ordinal),
            world.Apig.Registered.Select(registration => registration.ToString()).Order(StringComparer.Ordinal));
        foreach (var api in world.Cluster.All)
        {
            var context = string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {api.Key} {api.Status.Json}");
            Assert.True(world.Apig.Find(api.Key.Name)!.Equals(ApiRegistration.Of(api)), context);
            Assert.True(Convergence.Gap(api, world.Network.ReadyServices.Contains("orders"), "10.0.0.1") is null, context);
            var entry = world.Component.Entries[api.Key.Uid];
            Assert.True((entry.Url, entry.Ready) == (api.Status.Url, api.Status.Ready), $"{context} {entry}");
        }
    }
}
