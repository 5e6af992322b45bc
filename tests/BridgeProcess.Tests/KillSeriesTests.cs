using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>
/// A bridge that is killed again and again, without a chance to say or send anything, while users create, change and delete APIs.
/// What a bridge knew dies with it; what it promises rests on the cluster alone.
/// </summary>
public sealed class KillSeriesTests(ClusterFixture cluster, AzuriteFixture azurite) : BridgeProcessTest(cluster, azurite)
{
    private const int Kills = 25;

    /// <summary>
    /// Nobody works on the messages here, so every API lacks something to the end. Each that is there, alive or held by our finalizer,
    /// must have been announced since its last change. Of what went without a finalizer while no bridge looked, nobody can know.
    /// </summary>
    [Fact]
    public async Task WhateverIsUnfinishedHasBeenAnnouncedSinceItsLastChange()
    {
        var burst = NewBurst(await NewApisAsync());
        await KillAsync(burst);
        await StartBridge(burst.Apis).IsSettledAsync();

        var left = await burst.Apis.ListAsync();
        var messages = await Queue.TakeAsync();

        Assert.All(left, api => Assert.Contains(messages, message => Announces(message, api)));
        Assert.All(left.Where(api => api.IsBeingDeleted), api => Assert.Contains(
            messages, message => Announces(message, api) && message.LastRegistration!.Path == api.Spec.Path));
        Assert.All(messages, message => Assert.Equal(burst.Apis.Namespace, message.Key.Namespace));
        Assert.Equal(burst.Left, left.Select(api => api.Key.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// With workers on the queue everything converges and the queue empties. The gateway has exactly what lives, but for APIs that were
    /// stripped of our finalizer: a bridge that lives through it has the registration removed, one that was dead cannot.
    /// </summary>
    [Fact]
    public async Task EverythingConvergesInTheEnd()
    {
        var burst = NewBurst(await NewApisAsync());
        await using var gateway = await GatewaySimulator.StartAsync(new(), TimeProvider.System, Token);
        var entries = TestEntries.On(gateway.Url);
        var worker = StartWorker(gateway);
        await worker.ServesAsync();
        await KillAsync(burst, On(gateway));
        var bridge = StartBridge(burst.Apis, On(gateway));

        await Deadline.UntilAsync(
            async () => string.Join(", ", (await burst.Apis.ListAsync()).Where(api => Gap(api, entries) is not null).Select(api => $"{api.Key.Name} {Gap(api, entries)}")),
            static gaps => gaps.Length == 0,
            "every API converged",
            TimeSpan.FromSeconds(90));
        var living = await burst.Apis.ListAsync();
        await bridge.IsSettledAsync();
        await Deadline.UntilAsync(async () => await LengthAsync("") + await LengthAsync("-retry") == 0, "the queues were empty");
        Assert.Equal(burst.Living, living.Select(api => api.Key.Name).Order(StringComparer.Ordinal));
        Assert.All(living, api => Assert.Equal(api.Spec.Path, gateway.Registrations[entries.Of(api.Key).Name].Text("path")));
        Assert.Empty(gateway.Registrations.Keys.Except(burst.Living.Concat(burst.Stripped).Select(EntryOf), StringComparer.Ordinal));

        var stripped = living[0].Key.Name;
        await burst.Apis.StripAndDeleteAsync(stripped);
        await Deadline.UntilAsync(() => !gateway.Registrations.ContainsKey(EntryOf(stripped)), "what was stripped before a living bridge's eyes was removed");
        await worker.TerminateAsync();
        Assert.Equal(0, await worker.ExitAsync());
        Assert.Equal(0, await LengthAsync("-poison") + await LengthAsync("-retry-poison"));

        string EntryOf(string name) => entries.Of(new(burst.Apis.Namespace, name, Uid: string.Empty)).Name;
    }

    // No endpoint is ever ready here, and no Ingress has an address.
    private static ConvergenceGap? Gap(ExposedApi api, GatewayEntries entries) =>
        Convergence.Gap(api, entries, implementationReady: false, gatewayAddress: null);

    private static Burst NewBurst(Apis apis)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("KILL_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"KILL_SEED={seed}");
        return new Burst(apis, new Random(seed), Kills);
    }

    private async Task<Apis> NewApisAsync() => new(Cluster, await Cluster.NewNamespaceAsync());

    // No resync within the test: it must not mend what a start or a watch missed.
    private BridgeProcess StartBridge(Apis apis, params IEnumerable<(string Setting, string Value)> settings) =>
        StartBridge(apis.Namespace, [("ApiBridge:Resync:Period", "00:10:00"), .. settings]);

    // Every other bridge is killed at any time from its first instruction on, the others when they are at work.
    private async Task KillAsync(Burst burst, params IReadOnlyList<(string Setting, string Value)> settings)
    {
        var atWork = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var bridge = StartBridge(burst.Apis, settings);
            var isAtWork = kill % 2 == 0;
            var life = TimeSpan.FromSeconds((isAtWork ? 0.3 : 2.5) * burst.Random.NextDouble());
            if (isAtWork)
            {
                await bridge.SaysAsync("Listed exposedapis");
            }

            var users = burst.PlayAsync(kill);
            if (isAtWork)
            {
                await Task.WhenAny(bridge.SaysAsync("Sent "), users);
            }

            await Task.Delay(life, TimeProvider.System, Token);
            await bridge.KillAsync();
            await users;
            atWork += bridge.Log.Any(line => line.Contains("Sent ", StringComparison.Ordinal)) ? 1 : 0;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{atWork} of {Kills} bridges had sent something when they were killed.");
    }

    private async Task<int> LengthAsync(string suffix)
    {
        var queue = AzuriteFixture.Client(ConnectionString, QueueName + suffix);
        return await queue.ExistsAsync(Token) ? (await queue.GetPropertiesAsync(Token)).Value.ApproximateMessagesCount : 0;
    }
}
